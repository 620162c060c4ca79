using System.Text;

namespace Sor.Core.MarketData.Formats.Csv;

/// <summary>Lines that end within quotes, held until it is known whether the next ones belong to them.</summary>
internal sealed class OpenQuote
{
    private readonly List<(long Line, string Text)> lines = [];
    private readonly StringBuilder joined = new();

    /// <summary>Whether any line is held.</summary>
    public bool IsOpen => lines.Count > 0;

    /// <summary>Number of the first line held, from 1.</summary>
    public long FirstLine => lines[0].Line;

    /// <summary>Holds a line.</summary>
    public void Hold(long line, ReadOnlySpan<char> text)
    {
        if (IsOpen) joined.Append('\n');
        joined.Append(text);
        lines.Add((line, text.ToString()));
    }

    /// <summary>The lines held and one more, as one.</summary>
    public string With(ReadOnlySpan<char> text) => $"{joined}\n{text}";

    /// <summary>Hands out the lines held and holds none any more.</summary>
    public IReadOnlyList<(long Line, string Text)> Take()
    {
        var taken = lines.ToArray();
        lines.Clear();
        joined.Clear();
        return taken;
    }
}
