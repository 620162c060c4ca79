using Sor.Core.Orders;

namespace Sor.Core.Execution;

/// <summary>How far a parent is in its schedule: the bucket, and the shares due by now.</summary>
/// <param name="schedule">What is due when.</param>
/// <param name="quantity">Shares of the parent.</param>
internal sealed class ScheduleProgress(WindowSchedule schedule, long quantity)
{
    /// <summary>The bucket of the last decision, from 0; -1 before the first.</summary>
    public int Bucket { get; private set; } = -1;

    /// <summary>Shares of all buckets up to this one.</summary>
    public long Due { get; private set; }

    /// <summary>Moves on to a decision's bucket.</summary>
    /// <param name="instant">Index of the decision's instant.</param>
    /// <returns>Whether the decision is the first of its bucket.</returns>
    public bool MoveTo(int instant)
    {
        var now = schedule.Buckets.BucketAt(instant);
        if (now <= Bucket) return false;
        while (Bucket < now)
        {
            Bucket++;
            Due += schedule.Child(quantity, Bucket, Due);
        }

        return true;
    }
}
