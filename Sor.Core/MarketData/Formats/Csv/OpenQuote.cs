using System.Text;

namespace Sor.Core.MarketData.Formats.Csv;

/// <summary>Lines that end within quotes, held until it is known whether the next ones belong to them.</summary>
internal sealed class OpenQuote
{
    private readonly List<(long Line, string Text)> lines = [];
    private readonly StringBuilder joined = new();

    /// <summary>Whether there are any.</summary>
    public bool IsOpen => lines.Count > 0;

    /// <summary>The first one's number.</summary>
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

    /// <summary>Gives the lines up.</summary>
    public IReadOnlyList<(long Line, string Text)> Take()
    {
        var taken = lines.ToArray();
        lines.Clear();
        joined.Clear();
        return taken;
    }
}
