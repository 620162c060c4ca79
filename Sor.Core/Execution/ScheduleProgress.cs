using Sor.Core.Orders;
using Sor.Core.Tape;

namespace Sor.Core.Execution;

/// <summary>How far a parent is in its schedule: the bucket, the shares due by now, and the decisions that close a bucket.</summary>
/// <param name="schedule">What is due when.</param>
/// <param name="tape">The window.</param>
/// <param name="quantity">Shares of the parent.</param>
internal sealed class ScheduleProgress(Schedule schedule, WindowTape tape, long quantity)
{
    private readonly ulong bucketLength = schedule.BucketLength(tape);

    /// <summary>How many buckets the schedule cuts the window into.</summary>
    public int Buckets { get; } = schedule.Buckets(tape);

    /// <summary>The bucket of the last decision, from 0; -1 before the first.</summary>
    public int Bucket { get; private set; } = -1;

    /// <summary>Shares of all buckets up to this one.</summary>
    public long Due { get; private set; }

    /// <summary>Moves on to a decision's bucket.</summary>
    /// <returns>Whether the decision is the first of its bucket.</returns>
    public bool MoveTo(ulong time)
    {
        var now = (int)Math.Min((time - tape.From) / bucketLength, (ulong)Buckets - 1);
        if (now <= Bucket) return false;
        while (Bucket < now)
        {
            Bucket++;
            Due += schedule.Child(tape, quantity, Bucket, Buckets, Due);
        }

        return true;
    }

    /// <summary>
    /// Whether a decision closes its bucket: the last on the grid before the next bucket starts, or for the last bucket the one at the window's end. The grid is
    /// known beforehand, so this looks at no market of a later instant.
    /// </summary>
    public bool ClosesAt(int index)
    {
        var instants = tape.Instants;
        if ((instants[index].Kind & InstantKind.Grid) == 0) return false;
        if (Bucket == Buckets - 1) return instants[index].Time == tape.To;
        var start = tape.From + (ulong)(Bucket + 1) * bucketLength;
        for (var i = index + 1; i < instants.Length && instants[i].Time < start; i++)
            if ((instants[i].Kind & InstantKind.Grid) != 0)
                return false;
        return true;
    }
}
