using System.Globalization;
using System.Security;
using System.Text;

namespace Sor.Tests.Documentation;

/// <summary>Lines of a terminal as an SVG picture.</summary>
internal static class TerminalPicture
{
    private const int LineHeight = 18;
    private const double CharacterWidth = 7.8;

    public static string Of(string command, IEnumerable<string> output)
    {
        var lines = output.Prepend("$ " + command).ToList();
        var width = (int)(lines.Max(l => l.Length) * CharacterWidth) + 40;
        var height = lines.Count * LineHeight + 36;
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{SecurityElement.Escape(command)}\">\n"
        );
        svg.Append("<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#16181d\"/>\n");
        svg.Append(
            "<g font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"13\" fill=\"#d7dae0\" xml:space=\"preserve\">\n"
        );
        for (var i = 0; i < lines.Count; i++)
        {
            // A width given for each line keeps columns straight whatever font the reader has.
            var length = (lines[i].Length * CharacterWidth).ToString("0.#", CultureInfo.InvariantCulture);
            var color = i == 0 ? " fill=\"#7fb4ff\"" : "";
            if (lines[i].Length > 0)
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"<text x=\"20\" y=\"{30 + i * LineHeight}\" textLength=\"{length}\"{color}>{SecurityElement.Escape(lines[i])}</text>\n"
                );
        }

        return svg.Append("</g>\n</svg>\n").ToString();
    }
}
