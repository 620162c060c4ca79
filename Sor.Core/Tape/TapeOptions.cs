namespace Sor.Core.Tape;

/// <summary>What a tape records, and when.</summary>
public readonly record struct TapeOptions
{
    /// <summary>A decision a second, and buckets of a minute.</summary>
    public TapeOptions()
    {
    }

    /// <summary>Between decisions; more than 0.</summary>
    public Duration Every { get; init; } = Duration.OfSeconds(1);

    /// <summary>Whether each time with a book update is a decision too.</summary>
    public bool EveryEvent { get; init; }

    /// <summary>From a decision to the arrival of its children.</summary>
    public Duration Latency { get; init; }

    /// <summary>A schedule's bucket, for the volume printed in each; more than 0.</summary>
    public Duration Bucket { get; init; } = Duration.OfMinutes(1);

    /// <summary>
    /// Whether each quote and print is kept, for strategies that follow them: some 40 bytes of memory for each of a window.
    /// </summary>
    public bool KeepsEvents { get; init; }

    /// <summary>
    /// After a window's end, how long grid decisions go on for what is not filled by then; not beyond the session's end.
    /// </summary>
    public Duration Overtime { get; init; }

    /// <summary>The tape before a day's first window.</summary>
    public WarmUp WarmUp { get; init; }
}

/// <summary>
/// A tape of what came before a day's first window, in the same session, for strategies that learn from what they have seen: the window's
/// grid of decisions and its buckets, continued backwards.
/// </summary>
public readonly record struct WarmUp
{
    /// <summary>
    /// How far back something can be learnt from; 0 for no such tape. It begins with the bucket that holds that time, or with the session.
    /// </summary>
    public Duration Length { get; init; }

    /// <summary>Its bucket; longer than the session for one that holds all of it.</summary>
    public Duration Bucket { get; init; }

    /// <summary>Where its tape lies before a window.</summary>
    /// <param name="from">The window's start, nanoseconds since the epoch.</param>
    /// <param name="session">The session's start.</param>
    /// <param name="every">Nanoseconds between decisions.</param>
    /// <returns>The first and last decision, and where the buckets begin; <c>null</c> if no decision lies between the session's start and
    /// the window's.</returns>
    internal (ulong First, ulong Last, ulong Buckets)? Before(ulong from, ulong session, ulong every)
    {
        if (Length.Nanos == 0 || from <= session || from - session < every) return null;
        var before = Math.Min(Length.Nanos, from - session);
        var bucket = Bucket.Nanos;
        var buckets = bucket >= from - session ? session : from - (before + bucket - 1) / bucket * bucket;
        var start = Math.Max(buckets, session);
        return (from - (from - start) / every * every, from - every, buckets);
    }
}
