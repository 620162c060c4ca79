using Sor.Core.Orders;

namespace Sor.Core.Execution;

/// <summary>How far a parent is in its schedule: the bucket, and the shares due by now.</summary>
/// <param name="schedule">What is due when.</param>
/// <param name="quantity">Shares of the parent.</param>
internal sealed class ScheduleProgress(WindowSchedule schedule, long quantity)
{
    private readonly List<(ulong Time, long Shares)> children = [];

    /// <summary>The bucket of the last decision, from 0; -1 before the first.</summary>
    public int Bucket { get; private set; } = -1;

    /// <summary>Shares of all buckets up to this one.</summary>
    public long Due { get; private set; }

    /// <summary>When the next bucket starts, nanoseconds since the epoch: nothing more is due before.</summary>
    public ulong NextBucket { get; private set; }

    /// <summary>Moves on to a decision's bucket.</summary>
    /// <param name="instant">Index of the decision's instant.</param>
    /// <param name="time">That instant, nanoseconds since the epoch: what the bucket adds is due from then on.</param>
    /// <returns>Whether the decision is the first of its bucket.</returns>
    public bool MoveTo(int instant, ulong time)
    {
        // Most decisions are within the bucket of the one before.
        if (time < NextBucket) return false;
        var now = schedule.Buckets.BucketAt(instant);
        NextBucket = schedule.Buckets.End(now);
        if (now <= Bucket) return false;
        while (Bucket < now)
        {
            Bucket++;
            var child = schedule.Child(quantity, Bucket, Due);
            Due += child;
            children.Add((time, child));
        }

        return true;
    }

    /// <summary>Sum over filled shares of the time by which each came before it was due: shares times nanoseconds.</summary>
    /// <param name="fills">The fills, in time order.</param>
    public Int128 AheadShareNanos(ReadOnlySpan<Fill> fills)
    {
        var (sum, bucket, left) = (Int128.Zero, -1, 0L);
        foreach (ref readonly var fill in fills)
        {
            for (var shares = fill.Shares; shares > 0;)
            {
                while (left == 0) left = children[++bucket].Shares;
                var matched = Math.Min(shares, left);
                var due = children[bucket].Time;
                if (due > fill.Time) sum += (Int128)(due - fill.Time) * matched;
                (shares, left) = (shares - matched, left - matched);
            }
        }

        return sum;
    }

    /// <summary>
    /// Sum over the first shares, in the order in which they became due, of the time at which each did: nanoseconds after a start.
    /// </summary>
    /// <param name="shares">How many shares; no more than have become due.</param>
    /// <param name="start">The start, nanoseconds since the epoch.</param>
    public Int128 DueTimes(long shares, ulong start)
    {
        var sum = Int128.Zero;
        foreach (var (time, child) in children)
        {
            var counted = Math.Min(child, shares);
            sum += (Int128)(time - start) * counted;
            shares -= counted;
        }

        return sum;
    }
}
