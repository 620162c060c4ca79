namespace Sor.Core.Tape;

/// <summary>Where what is traded begins or ends: at one instant, or at the same time of day on each trading day.</summary>
public readonly record struct TradingBound
{
    /// <summary>The instant, nanoseconds since the epoch; <c>null</c> if it is a time of day.</summary>
    public ulong? Instant { get; private init; }

    /// <summary>Since midnight by the clock of <see cref="TradingWindow.Zone"/>; <c>null</c> if it is an instant.</summary>
    public Duration? TimeOfDay { get; private init; }

    /// <summary>One instant, on the day it falls on.</summary>
    /// <param name="time">Nanoseconds since the epoch.</param>
    public static TradingBound At(ulong time) => new() { Instant = time };

    /// <summary>A time of day, on each day.</summary>
    /// <param name="sinceMidnight">By the clock of <see cref="TradingWindow.Zone"/>, less than a day.</param>
    public static TradingBound Daily(Duration sinceMidnight) => new() { TimeOfDay = sinceMidnight };

    /// <summary>As users write it: <c>14:35:00.000000000</c>, or a full stamp.</summary>
    public override string ToString() =>
        Instant is { } time ? UtcTime.Format(time) : UtcTime.FormatTimeOfDay(TimeOfDay.GetValueOrDefault().Nanos);

    /// <summary>
    /// When it is on a trading day, nanoseconds since the epoch: a time of day is kept within the day, and an instant of another day is
    /// <c>null</c>.
    /// </summary>
    /// <param name="day">The date in New York.</param>
    /// <param name="first">The day's first instant.</param>
    /// <param name="last">Its last.</param>
    /// <param name="zone">The clock of times of day.</param>
    internal ulong? On(DateOnly day, ulong first, ulong last, ClockZone zone)
    {
        if (TimeOfDay is not { Nanos: var nanos }) return Instant >= first && Instant <= last ? Instant : null;
        return Math.Clamp(zone == ClockZone.Utc ? UtcTime.Midnight(day) + nanos : NewYork.ToUtc(day, nanos), first, last);
    }
}
