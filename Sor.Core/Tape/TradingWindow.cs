namespace Sor.Core.Tape;

/// <summary>
/// The part of the data that is traded, and how it is cut into parent windows. Each trading day, which is a date in New York, is by itself;
/// no window reaches from one into another.
/// </summary>
public sealed record TradingWindow
{
    /// <summary>Nanoseconds of a day.</summary>
    public const ulong Day = 86_400_000_000_000;

    /// <summary>
    /// The start, which goes before the session's; nothing is traded on days before an instant. <c>null</c> for the session's first instant
    /// with a tradable NBBO, rounded up to a whole step.
    /// </summary>
    public TradingBound? From { get; init; }

    /// <summary>
    /// The end, included, which goes before the session's; nothing is traded on days after an instant. <c>null</c> for the session's end, or
    /// the day's last record where that is earlier.
    /// </summary>
    public TradingBound? To { get; init; }

    /// <summary>Length of a parent window; <c>null</c> for one parent over all of each day.</summary>
    public Duration? Horizon { get; init; }

    /// <summary>The part of a day that is traded where <see cref="From"/> and <see cref="To"/> do not say.</summary>
    public TradingSession Session { get; init; }

    /// <summary>The clock of times of day.</summary>
    public ClockZone Zone { get; init; }

    /// <summary>From one stamp to another.</summary>
    /// <param name="from">The first instant, nanoseconds since the epoch.</param>
    /// <param name="to">The last instant.</param>
    /// <param name="horizon">Length of a parent window; <c>null</c> for one parent over all of each day.</param>
    public static TradingWindow Between(ulong from, ulong to, Duration? horizon = null) =>
        new() { From = TradingBound.At(from), To = TradingBound.At(to), Horizon = horizon };

    /// <summary>What is traded of a trading day.</summary>
    internal DaySpan SpanOn(DateOnly day)
    {
        var (first, last) = TradingSession.All.HoursOn(day)!.Value;
        var hours = Session.HoursOn(day);
        var from = From?.On(day, first, last, Zone);
        var to = To?.On(day, first, last, Zone);
        var isLeftOut = From?.Instant > last || To?.Instant < first;
        if (isLeftOut || (from ?? hours?.Open) is not { } open || (to ?? hours?.Close) is not { } close || open >= close)
            return DaySpan.None(last);
        return new DaySpan(
            open,
            close,
            Math.Min(open, hours?.Open ?? open),
            last,
            IsStartGiven: from is not null,
            EndsWithData: to is null)
        {
            SessionClose = hours is { } trading && close <= trading.Close ? trading.Close : last,
        };
    }

    /// <summary>A time rounded up to a whole multiple of <paramref name="every"/> after midnight UTC.</summary>
    internal static ulong RoundUp(ulong time, ulong every)
    {
        var midnight = time / Day * Day;
        return midnight + (time - midnight + every - 1) / every * every;
    }
}

/// <summary>What is traded of one trading day; times are nanoseconds since the epoch.</summary>
/// <param name="Open">The first instant.</param>
/// <param name="Close">The last instant.</param>
/// <param name="SessionOpen">Where the session begins, if that is before <paramref name="Open"/>: what came before it says nothing of the
/// market that is traded.</param>
/// <param name="LastOfDay">The last instant of the trading day.</param>
/// <param name="IsStartGiven">Whether the first window begins at <paramref name="Open"/>, and not with the first tradable NBBO.</param>
/// <param name="EndsWithData">Whether the span ends with the day's last record where that is before <paramref name="Close"/>.</param>
internal readonly record struct DaySpan(ulong Open, ulong Close, ulong SessionOpen, ulong LastOfDay, bool IsStartGiven, bool EndsWithData)
{
    public bool IsEmpty => Open > Close;

    /// <summary>The last instant of the session; of the day, where <see cref="Close"/> lies beyond the session.</summary>
    public ulong SessionClose { get; init; } = LastOfDay;

    /// <summary>A day on which nothing is traded.</summary>
    public static DaySpan None(ulong lastOfDay) => new(ulong.MaxValue, 0, ulong.MaxValue, lastOfDay, false, true);
}
