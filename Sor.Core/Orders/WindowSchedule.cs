using Sor.Core.Tape;

namespace Sor.Core.Orders;

/// <summary>
/// A schedule laid over one window: it cuts the window into buckets, and each has a child that is due from the bucket's first decision.
/// Strategies on the same schedule share it.
/// </summary>
public sealed class WindowSchedule
{
    private readonly Schedule schedule;
    private readonly WindowTape tape;
    private readonly MeanSpread?[] usualSpreads;

    /// <summary>Lays a schedule over a window.</summary>
    /// <param name="schedule">What is due when.</param>
    /// <param name="tape">The window.</param>
    public WindowSchedule(Schedule schedule, WindowTape tape)
    {
        (this.schedule, this.tape) = (schedule, tape);
        var isWhole = schedule.Kind == ScheduleKind.Immediate && !tape.IsWarmUp;
        Buckets = new WindowBuckets(tape, isWhole ? Math.Max(tape.To - tape.From, 1) : tape.Bucket);
        usualSpreads = new MeanSpread?[Buckets.Count];
        for (var bucket = 0; bucket < usualSpreads.Length; bucket++)
            if (tape.UsualSpread(tape.From + (ulong)bucket * Buckets.Length) is { } usual)
                usualSpreads[bucket] = MeanSpread.Of((UInt128)usual.SpreadTime, usual.Nanos);
    }

    /// <summary>The window's buckets, and the decision that closes each.</summary>
    public WindowBuckets Buckets { get; }

    /// <summary>What the spread usually was before a bucket's start; <c>null</c> where too little of the session was known.</summary>
    /// <param name="bucket">Which bucket, from 0.</param>
    public MeanSpread? UsualSpread(int bucket) => usualSpreads[bucket];

    /// <summary>The shares of one bucket's child.</summary>
    /// <param name="quantity">Shares of the parent.</param>
    /// <param name="bucket">Which bucket, from 0.</param>
    /// <param name="scheduled">Shares of the children before.</param>
    public long Child(long quantity, int bucket, long scheduled)
    {
        if (bucket == Buckets.Count - 1) return quantity - scheduled;
        if (schedule.Kind == ScheduleKind.Twap) return quantity / Buckets.Count + (bucket < quantity % Buckets.Count ? 1 : 0);
        if (bucket == 0 || bucket > tape.BucketVolumes.Length) return 0;
        var share = (long)((Int128)schedule.RateNano * tape.BucketVolumes[bucket - 1] / 1_000_000_000);
        return Math.Min(share, quantity - scheduled);
    }
}
