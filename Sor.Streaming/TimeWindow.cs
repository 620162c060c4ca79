using Sor.Core.MarketData;

namespace Sor.Streaming;

/// <summary>A closed span of record times, each end a UTC stamp or a time of day that applies to each day.</summary>
public sealed class TimeWindow
{
    private const ulong NanosPerDay = 86_400_000_000_000;

    private readonly ulong? _from;
    private readonly ulong? _to;
    private readonly bool _fromDaily;
    private readonly bool _toDaily;

    private TimeWindow(string? from, string? to)
    {
        (From, To) = (from, to);
        if (from is not null) (_from, _fromDaily) = Parse("--from", from);
        if (to is not null) (_to, _toDaily) = Parse("--to", to);
        if (_from > _to && _fromDaily == _toDaily) throw SorException.Usage($"--from {from} is later than --to {to}");
    }

    /// <summary>Every time.</summary>
    public static TimeWindow All { get; } = new(null, null);

    /// <summary>The first time, as the user wrote it.</summary>
    public string? From { get; }

    /// <summary>The last time, as the user wrote it.</summary>
    public string? To { get; }

    /// <summary>Whether nothing is left out.</summary>
    public bool IsAll => _from is null && _to is null;

    /// <summary>Reads the two ends: <c>14:30</c>, <c>14:30:00.5</c>, or <c>2018-01-02T14:30:00Z</c>.</summary>
    public static TimeWindow Of(string? from, string? to) => from is null && to is null ? All : new(from, to);

    /// <summary>Whether a time, in nanoseconds since the epoch, is inside.</summary>
    public bool Contains(ulong time)
    {
        var day = time % NanosPerDay;
        return (_from is not { } from || (_fromDaily ? day : time) >= from) && (_to is not { } to || (_toDaily ? day : time) <= to);
    }

    private static (ulong Nanos, bool Daily) Parse(string option, string text)
    {
        if (UtcTime.TryParseTimeOfDay(text, out var time)) return (time, true);
        if (UtcTime.TryParse(text, out var stamp)) return (stamp, false);
        throw SorException.Usage($"{option} {text}: expected a UTC time of day such as 14:30, or a stamp such as 2018-01-02T14:30:00Z");
    }
}
