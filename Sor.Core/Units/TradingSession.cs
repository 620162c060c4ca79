namespace Sor.Core.Units;

/// <summary>The part of a trading day that is traded, in New York's time.</summary>
public enum TradingSession
{
    /// <summary>09:30 to 16:00, to 13:00 on early closes.</summary>
    Regular,

    /// <summary>04:00 to 20:00.</summary>
    Extended,

    /// <summary>All of every date, weekends and holidays too.</summary>
    All,
}

/// <summary>When sessions begin and end.</summary>
public static class TradingSessions
{
    private const ulong Minute = 60_000_000_000;

    /// <summary>Its hours in words.</summary>
    public static string Hours(this TradingSession session) => session switch
    {
        TradingSession.Regular => "regular: 09:30 to 16:00 in New York, to 13:00 on early closes",
        TradingSession.Extended => "extended: 04:00 to 20:00 in New York",
        _ => "all",
    };

    /// <summary>A session of a trading day, both ends included; <c>null</c> where the exchanges are closed.</summary>
    /// <returns>Nanoseconds since the epoch, UTC.</returns>
    public static (ulong Open, ulong Close)? HoursOn(this TradingSession session, DateOnly day)
    {
        if (session == TradingSession.All) return (NewYork.ToUtc(day, 0), NewYork.ToUtc(day.AddDays(1), 0) - 1);
        if (!ExchangeCalendar.IsOpen(day)) return null;
        var (open, close) = session == TradingSession.Extended ? (4 * 60, 20 * 60)
            : (9 * 60 + 30, ExchangeCalendar.ClosesEarly(day) ? 13 * 60 : 16 * 60);
        return (NewYork.ToUtc(day, (ulong)open * Minute), NewYork.ToUtc(day, (ulong)close * Minute));
    }
}
