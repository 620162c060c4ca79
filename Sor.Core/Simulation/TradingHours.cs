namespace Sor.Core.Simulation;

/// <summary>Regular hours of US equities, 9:30 to 16:00 in New York, in UTC. Holidays and half days are not known.</summary>
public static class TradingHours
{
    private const ulong Minute = 60 * (ulong)Nanos.One;

    /// <summary>Length of the regular session, nanoseconds.</summary>
    public const ulong Length = 390 * Minute;

    /// <summary>The opening as nanoseconds after midnight UTC: 13:30 in summer, 14:30 in winter.</summary>
    public static ulong OpenOn(DateOnly date) => (IsSummer(date) ? 810UL : 870UL) * Minute;

    /// <summary>Whether the date is a Monday to Friday.</summary>
    public static bool IsWeekday(DateOnly date) => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>Daylight saving time: from the second Sunday of March to the first of November (since 2007).</summary>
    private static bool IsSummer(DateOnly date) => date >= SundayFrom(new DateOnly(date.Year, 3, 8)) && date < SundayFrom(new DateOnly(date.Year, 11, 1));

    private static DateOnly SundayFrom(DateOnly date) => date.AddDays((7 - (int)date.DayOfWeek) % 7);
}
