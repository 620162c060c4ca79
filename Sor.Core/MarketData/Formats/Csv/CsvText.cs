using System.Text;
using Sor.Core.MarketData.Input;

namespace Sor.Core.MarketData.Formats.Csv;

/// <summary>
/// The text of a CSV file, in UTF-8 or UTF-16. Of a line that is too long only so much is given that it can be told to be.
/// </summary>
internal sealed class CsvText : TextReader
{
    /// <summary>The longest line that is read, in characters.</summary>
    public const int LongestLine = 64 * 1024;

    private readonly InputBuffer bytes;
    private readonly Decoder decoder;
    private ReadOnlyMemory<char> ahead;
    private int openLine;

    public CsvText(InputBuffer bytes)
    {
        this.bytes = bytes;
        decoder = EncodingOf(bytes).GetDecoder();
    }

    /// <summary>
    /// Whether there was a quote in anything read so far: most files have none anywhere, and need not be searched row by row.
    /// </summary>
    public bool HasQuotes { get; private set; }

    /// <summary>Reads the first line that is not blank, and its number, from 1. Nothing may have been read before.</summary>
    /// <returns>The line without its end; empty where there is none.</returns>
    /// <exception cref="SorException">It has no end within <see cref="LongestLine"/>.</exception>
    public string ReadFirstLine(out long line)
    {
        line = 1;
        var text = new StringBuilder();
        var block = new char[4096];
        while (true)
        {
            var count = Read(block);
            for (var i = 0; i < count; i++)
            {
                var isEnd = block[i] == '\n';
                if (!isEnd) text.Append(block[i]);
                else if (IsBlank(text)) line++;
                if (isEnd && IsBlank(text)) text.Clear();
                if (!isEnd || text.Length == 0) continue;
                ahead = block.AsMemory(i + 1, count - i - 1);
                return text.ToString().TrimEnd('\r');
            }

            if (text.Length > LongestLine)
                throw SorException.BadData(
                    $"{bytes.Name}, line {line}: no line end within {LongestLine} bytes: this is not CSV; check what the file is");
            if (count == 0) return IsBlank(text) ? "" : text.ToString().TrimEnd('\r');
        }

        static bool IsBlank(StringBuilder text) => text.Length == 0 || (text.Length == 1 && text[0] == '\r');
    }

    /// <summary>The next line that is not blank, which is still to be read; of one that is too long, its start.</summary>
    public ReadOnlySpan<char> PeekLine()
    {
        while (true)
        {
            var text = ahead.Span.TrimStart("\r\n");
            var length = text.IndexOfAny('\r', '\n');
            if (length >= 0) return text[..length];
            var more = new char[4096];
            var count = text.Length > LongestLine ? 0 : ReadOn(more);
            if (count == 0) return text;
            ahead = (char[])[.. ahead.Span, .. more.AsSpan(0, count)];
        }
    }

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        if (ahead.IsEmpty) return ReadOn(buffer);
        var given = Math.Min(ahead.Length, buffer.Length);
        ahead.Span[..given].CopyTo(buffer);
        ahead = ahead[given..];
        return given;
    }

    private int ReadOn(Span<char> buffer)
    {
        while (true)
        {
            var ended = !bytes.Has(1);
            decoder.Convert(bytes.Window, buffer, ended, out var used, out var made, out _);
            bytes.Consume(used);
            made = Shortened(buffer[..made]);
            HasQuotes |= buffer[..made].Contains('"');
            if (made > 0 || ended) return made;

            // A character may be cut by the end of the window.
            if (used == 0) bytes.Fill();
        }
    }

    /// <summary>Takes out what a line has beyond the longest and one character, so that a line without an end is held nowhere.</summary>
    private int Shortened(Span<char> block)
    {
        var end = block.IndexOf('\n');
        if (end < 0) end = block.Length;
        var kept = Math.Min(end, Math.Max(0, LongestLine + 1 - openLine));
        if (kept < end) block[end..].CopyTo(block[kept..]);
        block = block[..(block.Length - (end - kept))];
        var last = block.LastIndexOf('\n');
        openLine = last < 0 ? openLine + block.Length : block.Length - last - 1;
        return block.Length;
    }

    /// <summary>By the byte order mark, or the zeros that every second byte of Latin text is in UTF-16.</summary>
    private static Encoding EncodingOf(InputBuffer bytes)
    {
        bytes.Has(3);
        var start = bytes.Window;
        var (encoding, mark) = start switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
            [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
            [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
            [not 0, 0, not 0, ..] => (Encoding.Unicode, 0),
            [0, not 0, 0, ..] => (Encoding.BigEndianUnicode, 0),
            _ => (Encoding.UTF8, 0),
        };
        bytes.Consume(mark);
        return encoding;
    }
}
