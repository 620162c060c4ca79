using System.Globalization;

namespace Sor.Core.Units;

/// <summary>Times in UTC as nanoseconds since the Unix epoch, and as text such as <c>2024-08-01T13:36:32.491911683Z</c>.</summary>
public static class UtcTime
{
    private const ulong Second = 1_000_000_000;
    private const ulong Day = 86_400 * Second;
    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>The date of a time.</summary>
    public static DateOnly DateOf(ulong time) => DateOnly.FromDayNumber(EpochDay + (int)(time / Day));

    /// <summary>Midnight of a date.</summary>
    public static ulong Midnight(DateOnly date) => (ulong)(date.DayNumber - EpochDay) * Day;

    /// <summary>Nanoseconds after midnight.</summary>
    public static ulong TimeOfDay(ulong time) => time % Day;

    /// <summary>A time as ISO 8601 with nine decimals.</summary>
    public static string Format(ulong time) => $"{DateOf(time):yyyy-MM-dd}T{FormatTimeOfDay(time)}Z";

    /// <summary>The time of day as <c>HH:mm:ss.fffffffff</c>.</summary>
    public static string FormatTimeOfDay(ulong time)
    {
        var seconds = time % Day / Second;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}.{time % Second:000000000}");
    }

    /// <summary>
    /// Reads a time of day: <c>14:35</c>, <c>14:35:00</c> or <c>14:35:00.250</c>, up to nine decimals; <c>24:00</c> is the day's end.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="nanos">Nanoseconds after midnight.</param>
    public static bool TryParseTimeOfDay(ReadOnlySpan<char> text, out ulong nanos)
    {
        nanos = 0;
        if (text is "24:00" or "24:00:00")
        {
            nanos = Day;
            return true;
        }

        var fraction = 0UL;
        if (text.IndexOf('.') is var point and >= 0)
        {
            if (!TryParseFraction(text[(point + 1)..], out fraction)) return false;
            text = text[..point];
            if (text.Length != 8) return false;
        }

        if (!TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return false;
        nanos = (ulong)time.Ticks * 100 + fraction;
        return true;
    }

    /// <summary>Reads a full stamp in UTC: a date, <c>T</c> or a blank, a time of day, and <c>Z</c>, <c>+00:00</c> or nothing.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ulong time)
    {
        time = 0;
        if (text.Length < 16 || text[10] is not ('T' or ' ')) return false;
        if (
            !DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            || date.DayNumber < EpochDay)
            return false;
        var rest = text[11..];
        if (rest.EndsWith("Z")) rest = rest[..^1];
        else if (rest.EndsWith("+00:00")) rest = rest[..^6];
        if (!TryParseTimeOfDay(rest, out var nanos)) return false;
        time = Midnight(date) + nanos;
        return true;
    }

    private static bool TryParseFraction(ReadOnlySpan<char> digits, out ulong nanos)
    {
        nanos = 0;
        if (digits.Length is 0 or > 9) return false;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit)) return false;
            nanos = nanos * 10 + (ulong)(digit - '0');
        }

        for (var i = digits.Length; i < 9; i++) nanos *= 10;
        return true;
    }
}
