using System.Globalization;

namespace Sor.Core.MarketData.Formats.Csv;

/// <summary>
/// Reads times: ISO 8601 with an offset or without (then it is UTC), or a number since the epoch, whole or decimal, whose
/// size tells its unit.
/// </summary>
internal struct CsvTime
{
    private const ulong Second = (ulong)Nanos.One;
    private const string Undefined = "18446744073709551615";

    // The date of the time before: dates seldom change.
    private (long High, long Low, int End) date;
    private ulong midnight;

    /// <summary>Reads a time. Nothing, 0 and the largest number are undefined.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="time">Nanoseconds since the epoch.</param>
    public bool TryRead(ReadOnlySpan<char> cell, out ulong time)
    {
        if (cell.Length < 19 || cell[4] != '-') return TryNumber(cell, out time);
        time = Mbp1.UndefinedTime;
        if (!TryDate(cell) || cell[10] is not ('T' or ' ') || cell[13] != ':' || cell[16] != ':') return false;
        if (!TryTwo(cell[11..], 23, out var hour) || !TryTwo(cell[14..], 59, out var minute) || !TryTwo(cell[17..], 59, out var second))
            return false;
        var (fraction, end) = (0UL, 19);
        if (cell.Length > 20 && cell[19] == '.')
        {
            for (end = 20; end < cell.Length && end < 29 && char.IsAsciiDigit(cell[end]); end++)
                fraction = fraction * 10 + (uint)(cell[end] - '0');
            if (end == 20) return false;
            fraction *= CsvCell.PowersOfTen[29 - end];
        }

        if (!TryOffset(cell[end..], out var offset)) return false;
        time = midnight + (hour * 3600 + minute * 60 + second) * Second + fraction - (ulong)offset;
        return RecordCheck.IsTime(time);
    }

    private bool TryDate(ReadOnlySpan<char> cell)
    {
        var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(cell[..10]);
        var given = (BitConverter.ToInt64(bytes), BitConverter.ToInt64(bytes[8..]), BitConverter.ToInt32(bytes[16..]));
        if (given == date) return true;
        if (!DateOnly.TryParseExact(cell[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return false;
        if (day.Year < 1970) return false;
        (date, midnight) = (given, UtcTime.Midnight(day));
        return true;
    }

    private static bool TryTwo(ReadOnlySpan<char> text, uint most, out ulong value)
    {
        var (tens, ones) = ((uint)(text[0] - '0'), (uint)(text[1] - '0'));
        value = tens * 10 + ones;
        return tens <= 9 && ones <= 9 && value <= most;
    }

    /// <summary>What follows the time of day: nothing, <c>Z</c>, <c>UTC</c>, or <c>-04:00</c>, <c>-0400</c>, <c>-04</c>.</summary>
    private static bool TryOffset(ReadOnlySpan<char> text, out long nanos)
    {
        nanos = 0;
        if (text.Length == 1 && text[0] == 'Z') return true;
        if (text is "" or "+00:00" or "z" or " UTC" or "UTC") return true;
        if (text[0] is not ('+' or '-') || text.Length is not (3 or 5 or 6) || (text.Length == 6 && text[3] != ':')) return false;
        var minutes = 0UL;
        if (!TryTwo(text[1..], 14, out var hours) || (text.Length > 3 && !TryTwo(text[^2..], 59, out minutes))) return false;
        nanos = (long)((hours * 60 + minutes) * 60 * Second) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> cell, out ulong time)
    {
        time = Mbp1.UndefinedTime;
        if (cell is Undefined || CsvCell.IsNothing(cell)) return true;
        var point = cell.IndexOf('.');
        if (!CsvCell.TryWhole(point < 0 ? cell : cell[..point], out var whole)) return false;
        var unit = EpochTime.UnitOf(whole);
        var fraction = 0UL;
        if (point >= 0 && !CsvCell.TryFraction(cell[(point + 1)..], unit, out fraction)) return false;
        time = whole * unit + fraction;
        return RecordCheck.IsTime(time);
    }
}
