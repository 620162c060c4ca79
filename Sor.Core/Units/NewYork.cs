namespace Sor.Core.Units;

/// <summary>
/// New York's clock. It is computed, since a bare container has no time zone files: clocks are put forward at 2:00 on the second Sunday of
/// March and back at 2:00 on the
/// first Sunday of November (Energy Policy Act of 2005); until 2006 it was the first Sunday of April and the last of October. Right from
/// 1987 on.
/// </summary>
public static class NewYork
{
    private const ulong Hour = 3_600_000_000_000;
    private const ulong Standard = 5 * Hour;
    private const ulong Daylight = 4 * Hour;

    /// <summary>The date in New York, which is the trading day.</summary>
    /// <param name="utc">Nanoseconds since the epoch, UTC.</param>
    public static DateOnly DateOf(ulong utc) => UtcTime.DateOf(utc - BehindUtc(utc));

    /// <summary>
    /// A time of New York in UTC. Of the hour that comes twice in autumn the first is meant; in the hour that is left out in spring, it is
    /// the time an hour later.
    /// </summary>
    /// <param name="date">The date in New York.</param>
    /// <param name="timeOfDay">Nanoseconds after midnight, at most 24 hours.</param>
    /// <returns>Nanoseconds since the epoch, UTC.</returns>
    public static ulong ToUtc(DateOnly date, ulong timeOfDay)
    {
        var utc = UtcTime.Midnight(date) + timeOfDay + Daylight;
        return BehindUtc(utc) == Daylight ? utc : utc + Standard - Daylight;
    }

    private static ulong BehindUtc(ulong utc)
    {
        var year = UtcTime.DateOf(utc).Year;
        var (forward, back) = year >= 2007
            ? (SundayFrom(new DateOnly(year, 3, 8)), SundayFrom(new DateOnly(year, 11, 1)))
            : (SundayFrom(new DateOnly(year, 4, 1)), SundayFrom(new DateOnly(year, 10, 25)));
        var isSummer = utc >= UtcTime.Midnight(forward) + 2 * Hour + Standard && utc < UtcTime.Midnight(back) + 2 * Hour + Daylight;
        return isSummer ? Daylight : Standard;
    }

    private static DateOnly SundayFrom(DateOnly date) => date.AddDays((7 - (int)date.DayOfWeek) % 7);
}
