namespace Sor.Streaming.Publish;

/// <summary>One end of a span of record times.</summary>
/// <param name="Text">As the user wrote it: <c>14:30</c>, <c>14:30:00.5</c>, or <c>2018-01-02T14:30:00Z</c>.</param>
/// <param name="Nanos">Nanoseconds since the epoch, or after midnight UTC.</param>
/// <param name="IsDaily">Whether it is a time of day, which applies to each day.</param>
public sealed record TimeBound(string Text, ulong Nanos, bool IsDaily);

/// <summary>A closed span of record times.</summary>
/// <param name="From">The first time; <c>null</c> for any.</param>
/// <param name="To">The last time; <c>null</c> for any.</param>
public sealed record TimeWindow(TimeBound? From, TimeBound? To)
{
    private const ulong NanosPerDay = 86_400_000_000_000;

    /// <summary>Every time.</summary>
    public static TimeWindow All { get; } = new(null, null);

    /// <summary>Whether nothing is left out.</summary>
    public bool IsAll => From is null && To is null;

    /// <summary>Whether no time can be inside.</summary>
    public bool IsEmpty => From is not null && To is not null && From.IsDaily == To.IsDaily && From.Nanos > To.Nanos;

    /// <summary>Whether a time, in nanoseconds since the epoch, is inside.</summary>
    public bool Contains(ulong time)
    {
        var day = time % NanosPerDay;
        return (From is null || (From.IsDaily ? day : time) >= From.Nanos) && (To is null || (To.IsDaily ? day : time) <= To.Nanos);
    }
}
