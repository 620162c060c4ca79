using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Sor.Backtester.Output.Report;

/// <summary>
/// Markup, written as an interpolated string. Only what stands in the code is markup: text put into it is escaped, so that no symbol and
/// no file name can become any.
/// </summary>
[InterpolatedStringHandler]
internal sealed class Html(int literalLength, int formattedCount)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    // Text and markup in the order of the page. Nothing is copied until it is written.
    private readonly List<object> pieces = new(literalLength > 0 ? 2 * formattedCount + 1 : formattedCount);

    /// <summary>No text and no markup.</summary>
    public static Html None => $"";

    /// <summary>Text that came with the data: whatever direction it is written in, it does not turn the text around it.</summary>
    public static Html Data(string text) => $"<bdi>{text}</bdi>";

    /// <summary>Whether there is anything.</summary>
    public bool HasAny => pieces.Count > 0;

    /// <summary>Takes over what the code says.</summary>
    public void AppendLiteral(string literal) => pieces.Add(literal);

    /// <summary>Escapes text.</summary>
    public void AppendFormatted(string? text) => pieces.Add(Encoder.Encode(text ?? ""));

    /// <summary>Takes over markup.</summary>
    public void AppendFormatted(Html other) => pieces.Add(other);

    /// <summary>Takes over markup, one after the other.</summary>
    public void AppendFormatted(IEnumerable<Html> others) => pieces.AddRange(others);

    /// <summary>Writes the markup as UTF-8.</summary>
    public void WriteTo(Stream output)
    {
        using var writer = new StreamWriter(output, leaveOpen: true);
        Write(writer);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        using var writer = new StringWriter();
        Write(writer);
        return writer.ToString();
    }

    private void Write(TextWriter writer)
    {
        foreach (var piece in pieces)
            if (piece is Html other) other.Write(writer);
            else writer.Write((string)piece);
    }
}
