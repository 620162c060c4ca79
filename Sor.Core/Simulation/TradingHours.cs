namespace Sor.Core.Simulation;

/// <summary>Regular hours of US equities, 9:30 to 16:00 in New York, in UTC, on every day alike: half days are not simulated.</summary>
public static class TradingHours
{
    private const ulong Minute = 60 * (ulong)Nanos.One;

    /// <summary>Length of the regular session, nanoseconds.</summary>
    public const ulong Length = 390 * Minute;

    /// <summary>The opening as nanoseconds after midnight UTC: 13:30 in summer, 14:30 in winter.</summary>
    public static ulong OpenOn(DateOnly date) => NewYork.ToUtc(date, 570 * Minute) - UtcTime.Midnight(date);
}
