namespace Sor.Core.MarketData.Formats.Csv;

/// <summary>What the first rows of a file show it to be where not one of them can be read.</summary>
internal static class CsvDoubts
{
    private const ulong Minute = 60 * (ulong)Nanos.One;

    /// <summary>
    /// Times without a zone are UTC; but what begins after half past nine, before the exchanges open by that clock, and ends by four looks
    /// like New York's.
    /// </summary>
    /// <param name="file">The file's name.</param>
    /// <param name="first">Its first time.</param>
    /// <param name="last">Its last.</param>
    public static Notice? OfHours(string file, ulong first, ulong last)
    {
        var (from, to) = (UtcTime.TimeOfDay(first), UtcTime.TimeOfDay(last));
        if (from < (9 * 60 + 25) * Minute || from >= (13 * 60 + 25) * Minute || to > (16 * 60 + 10) * Minute) return null;
        return new Notice(
            $"{file}: times have no zone and are read as UTC; they begin at {UtcTime.FormatTimeOfDay(from)} and end at "
            + $"{UtcTime.FormatTimeOfDay(to)}, as the exchanges do by New York's clock: if they are that, write them with their offset, as "
            + "2024-08-01T09:30:00-04:00");
    }

    /// <summary>Refuses a file for the way all its times are written.</summary>
    /// <exception cref="SorException">The cell is a time of day alone, a date with the day or the month first, or one without hyphens.
    /// </exception>
    public static void CheckTime(ReadOnlySpan<char> cell, RowPlace place)
    {
        if (cell.Length > 8 && cell[..8].IndexOfAnyExceptInRange('0', '9') < 0 && cell[8] is (' ' or '-' or 'T'))
            throw SorException.BadData(
                $"{place}: '{SafeText.Of(cell)}' is a date without hyphens; write times as 2024-08-01T13:36:32.5Z");
        if (cell.IndexOf(':') is 1 or 2 && char.IsAsciiDigit(cell[0]))
            throw SorException.BadData(
                $"{place}: '{SafeText.Of(cell)}' is a time of day without a date; write times as 2024-08-01T13:36:32.5Z");
        if (cell.Length < 8 || cell.IndexOfAny('/', '.') is not (1 or 2)) return;
        if (cell[..^1].LastIndexOfAny('/', '.') is not (>= 3 and <= 24)) return;
        var separator = cell[cell.IndexOfAny('/', '.')];
        if (cell[3..].IndexOf(separator) is not (>= 0 and <= 2) || !char.IsAsciiDigit(cell[0])) return;
        throw SorException.BadData(
            $"{place}: '{SafeText.Of(cell)}' is a date with the day or the month first, and which is meant cannot be known; write times "
            + "as 2024-08-01T13:36:32.5Z");
    }

    /// <summary>Refuses a file for the way all its prices are written.</summary>
    /// <exception cref="SorException">The cell is a number with a decimal comma.</exception>
    public static void CheckPrice(ReadOnlySpan<char> cell, RowPlace place)
    {
        var comma = cell.IndexOf(',');
        if (comma <= 0 || cell[..comma].IndexOfAnyExceptInRange('0', '9') >= 0) return;
        if (cell[(comma + 1)..].IndexOfAnyExceptInRange('0', '9') >= 0) return;
        throw SorException.BadData($"{place}: '{SafeText.Of(cell)}' has a decimal comma; write prices with a point, as 222.81");
    }
}
