using System.Globalization;
using System.Runtime.CompilerServices;

namespace Sor.Core.MarketData.Formats.Csv;

/// <summary>
/// Reads times: ISO 8601 with an offset or without (then it is UTC), with a D for the T as in kdb+, or a number since the epoch, whole
/// or decimal, whose size tells its unit.
/// </summary>
internal struct CsvTime
{
    private const ulong Second = (ulong)Nanos.One;
    private const string Undefined = "18446744073709551615";
    private const int MinuteLength = 17;
    private const int LongestZone = 6;

    private static readonly string[] DateForms = ["yyyy-MM-dd", "yyyy/MM/dd", "yyyy.MM.dd"];

    // The time before, down to the minute and the colon after it: those seldom change.
    private char[]? minuteText;
    private ulong minute;

    /// <summary>Whether any time was written without its zone, and read as UTC.</summary>
    public bool SawNoZone { get; private set; }

    /// <summary>Reads a time. Nothing, 0 and the largest number are undefined.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="time">Nanoseconds since the epoch.</param>
    public bool TryRead(ReadOnlySpan<char> cell, out ulong time)
    {
        if (cell.Length < MinuteLength - 1 || cell[4] is not ('-' or '/' or '.')) return TryNumber(cell, out time);
        if (cell.Length < 19 || cell[16] != ':') return TryWithoutSeconds(cell, out time);
        time = Mbp1.UndefinedTime;
        if (!cell[..MinuteLength].SequenceEqual(minuteText) && !TryMinute(cell[..MinuteLength])) return false;
        if (!TryTwo(cell[MinuteLength..], 59, out var second)) return false;
        var (fraction, end) = (0UL, 19);
        if (cell.Length > 20 && cell[19] == '.')
        {
            if (cell.Length >= 29 && CsvCell.Digits(cell[20..29]) is >= 0 and var nanos)
            {
                (fraction, end) = ((ulong)nanos, 29);
            }
            else
            {
                for (end = 20; end < cell.Length && end < 29 && char.IsAsciiDigit(cell[end]); end++)
                    fraction = fraction * 10 + (uint)(cell[end] - '0');
                if (end == 20) return false;
                fraction *= CsvCell.PowersOfTen[29 - end];
            }
        }

        var offset = 0L;
        var isUtc = end == cell.Length - 1 && cell[end] == 'Z';
        if (!isUtc && !TryOffset(cell[end..], out offset)) return false;
        SawNoZone |= end == cell.Length;
        time = minute + second * Second + fraction - (ulong)offset;
        return RecordCheck.IsTime(time);
    }

    /// <summary>
    /// Reads a time that ends with its minute, as Java writes those whose seconds are 0. Where no time had seconds so far, a spreadsheet
    /// may have cut them off all, and it is not read.
    /// </summary>
    private bool TryWithoutSeconds(ReadOnlySpan<char> cell, out ulong time)
    {
        time = Mbp1.UndefinedTime;
        var zone = cell[(MinuteLength - 1)..];
        if (minuteText is null || zone.Length > LongestZone || zone is ['.' or ',', ..]) return false;
        return TryRead($"{cell[..(MinuteLength - 1)]}:00{zone}", out time);
    }

    /// <summary>Reads a date and a time of day down to the minute, such as <c>2024-08-01T13:36:</c>.</summary>
    private bool TryMinute(ReadOnlySpan<char> text)
    {
        if (text[10] is not ('T' or ' ' or 'D') || text[13] != ':' || text[16] != ':') return false;
        if (!TryTwo(text[11..], 23, out var hours) || !TryTwo(text[14..], 59, out var minutes)) return false;
        if (!DateOnly.TryParseExact(text[..10], DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return false;
        if (day.Year < 1970) return false;
        minute = UtcTime.Midnight(day) + (hours * 60 + minutes) * 60 * Second;
        minuteText ??= new char[MinuteLength];
        text.CopyTo(minuteText);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
        var fraction = 0UL;
        if (!CsvCell.TryDigits(cell, out var whole))
        {
            var point = cell.IndexOf('.');
            if (!CsvCell.TryWhole(point < 0 ? cell : cell[..point], out whole)) return false;
            if (point >= 0 && !CsvCell.TryFraction(cell[(point + 1)..], EpochTime.UnitOf(whole), out fraction)) return false;
        }

        time = whole * EpochTime.UnitOf(whole) + fraction;
        return RecordCheck.IsTime(time);
    }
}
