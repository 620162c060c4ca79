namespace Sor.Core.MarketData.Formats.Csv;

/// <summary>
/// A row with quotes in it, split into cells as RFC 4180 says: what stands between quotes is text, separators, line ends and doubled quotes
/// too.
/// </summary>
/// <remarks>
/// Sep splits the rows without quotes, which nearly all are. It would let a quote that somebody forgot swallow the rows after it; here the
/// line that has it is rejected, and no other.
/// A quote that does not begin a cell, or is followed by more than the separator, is a character like any other.
/// </remarks>
internal sealed class QuotedRow(char separator)
{
    private readonly List<(int Start, int Length)> cells = [];
    private char[] text = new char[1024];

    /// <summary>How many cells the row has.</summary>
    public int Cells => cells.Count;

    /// <summary>Whether there is a quote that is only a character.</summary>
    public bool HasStrayQuote { get; private set; }

    /// <summary>A cell's text, without its quotes.</summary>
    public ReadOnlySpan<char> this[int cell] => text.AsSpan(cells[cell].Start, cells[cell].Length);

    /// <summary>Splits a row.</summary>
    /// <returns>Whether it is whole: not if it ends within quotes.</returns>
    public bool Split(ReadOnlySpan<char> row)
    {
        cells.Clear();
        HasStrayQuote = false;
        if (text.Length < row.Length) text = new char[row.Length * 2];
        for (var (at, used) = (0, 0); at <= row.Length; at++)
        {
            var start = used;
            var quote = at + row[at..].IndexOfAnyExcept(' ');
            if (quote >= at && row[quote] == '"' && TryQuoted(row, quote + 1, ref used) is var after and not 0)
            {
                if (after < 0) return false;
                at = after;
            }
            else
            {
                var end = row[at..].IndexOf(separator) is var found and >= 0 ? at + found : row.Length;
                row[at..end].CopyTo(text.AsSpan(used));
                HasStrayQuote |= row[at..end].Contains('"');
                used += end - at;
                at = end;
            }

            cells.Add((start, used - start));
        }

        return true;
    }

    /// <summary>Copies what stands between quotes.</summary>
    /// <returns>Where the separator after it is; -1 if the row ends before the quotes do; 0 if more follows them, so that they are no
    /// quotes.</returns>
    private int TryQuoted(ReadOnlySpan<char> row, int at, ref int used)
    {
        var count = used;
        while (true)
        {
            var length = row[at..].IndexOf('"');
            if (length < 0) return -1;
            row.Slice(at, length).CopyTo(text.AsSpan(count));
            count += length;
            at += length + 1;
            if (at < row.Length && row[at] == '"')
            {
                text[count++] = '"';
                at++;
                continue;
            }

            while (at < row.Length && row[at] == ' ') at++;
            if (at < row.Length && row[at] != separator) return 0;
            used = count;
            return at;
        }
    }
}
