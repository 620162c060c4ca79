namespace Sor.Core.MarketData.Formats.Csv;

/// <summary>What the first rows of a file show it to be where not one of them can be read.</summary>
internal static class CsvDoubts
{
    /// <summary>Refuses a file for the way all its times are written.</summary>
    /// <exception cref="SorException">The cell is a date with the day or the month first.</exception>
    public static void CheckTime(ReadOnlySpan<char> cell, RowPlace place)
    {
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
