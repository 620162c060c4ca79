using Sor.Core.Tape;

namespace Sor.Core.Orders;

/// <summary>The kinds of schedule.</summary>
public enum ScheduleKind
{
    /// <summary>Equal shares per bucket.</summary>
    Twap,

    /// <summary>All at once: one bucket over the whole window.</summary>
    Immediate,

    /// <summary>A fraction of the lit volume of the bucket before.</summary>
    PercentOfVolume,
}

/// <summary>What of a parent order is due when. A schedule cuts the window into buckets; each has a child, due from the bucket's first decision.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="RateNano">For <see cref="ScheduleKind.PercentOfVolume"/>: the fraction of volume, times 1e9, in (0, 1e9].</param>
public readonly record struct Schedule(ScheduleKind Kind, long RateNano = 0)
{
    /// <summary>As users write it: <c>twap</c>, <c>immediate</c>, <c>pov:0.1</c>.</summary>
    public override string ToString() => Kind switch
    {
        ScheduleKind.Twap => "twap",
        ScheduleKind.Immediate => "immediate",
        _ => $"pov:{(decimal)RateNano / 1_000_000_000:0.#########}",
    };

    /// <summary>How long a bucket of this schedule is over a tape, nanoseconds.</summary>
    public ulong BucketLength(WindowTape tape) => Kind == ScheduleKind.Immediate ? Math.Max(tape.To - tape.From, 1) : tape.Bucket;

    /// <summary>How many buckets there are over a tape; a bucket that does not divide the window leaves a shorter last one.</summary>
    public int Buckets(WindowTape tape)
    {
        var length = BucketLength(tape);
        return (int)Math.Max(1, (tape.To - tape.From + length - 1) / length);
    }

    /// <summary>The shares of one bucket's child.</summary>
    /// <param name="tape">The window.</param>
    /// <param name="quantity">Shares of the parent.</param>
    /// <param name="bucket">Which bucket.</param>
    /// <param name="buckets">How many there are.</param>
    /// <param name="scheduled">Shares of the children before.</param>
    public long Child(WindowTape tape, long quantity, int bucket, int buckets, long scheduled)
    {
        if (bucket == buckets - 1) return quantity - scheduled;
        if (Kind == ScheduleKind.Twap) return quantity / buckets + (bucket < quantity % buckets ? 1 : 0);
        if (bucket == 0 || bucket > tape.BucketVolumes.Length) return 0;
        var share = (long)((Int128)RateNano * tape.BucketVolumes[bucket - 1] / 1_000_000_000);
        return Math.Min(share, quantity - scheduled);
    }
}
