namespace Sor.Core.Tape;

/// <summary>
/// A window cut into buckets of a schedule, and the decision that closes each: the last grid decision before the next bucket's start, the
/// one at the window's end for the last. It is known from the clock alone, since the grid is, so nothing looks ahead.
/// </summary>
public sealed class WindowBuckets
{
    private readonly WindowTape tape;
    private readonly int[] closings;

    /// <summary>Cuts a window.</summary>
    /// <param name="tape">The window.</param>
    /// <param name="length">Nanoseconds of a bucket, at least 1; one that does not divide the window leaves a shorter last bucket.</param>
    public WindowBuckets(WindowTape tape, ulong length)
    {
        (this.tape, Length) = (tape, length);
        closings = new int[Math.Max(1, (tape.BucketsTo - tape.BucketsFrom + length - 1) / length)];
        Array.Fill(closings, -1);
        var instants = tape.Instants;
        for (var i = 0; i < instants.Length; i++)
            if ((instants[i].Kind & InstantKind.Grid) != 0 && (BucketAt(i) < Count - 1 || instants[i].Time == tape.To))
                closings[BucketAt(i)] = i;
    }

    /// <summary>Nanoseconds of a bucket.</summary>
    public ulong Length { get; }

    /// <summary>How many there are, at least 1.</summary>
    public int Count => closings.Length;

    /// <summary>The bucket an instant falls in; the last for those at the end and after it.</summary>
    /// <param name="instant">Index into <see cref="WindowTape.Instants"/>.</param>
    public int BucketAt(int instant) => (int)Math.Min((tape.Instants[instant].Time - tape.BucketsFrom) / Length, (ulong)Count - 1);

    /// <summary>When a bucket ends and the next one starts; of the last, which later instants fall in too, there is no end.</summary>
    /// <param name="bucket">Which bucket, from 0.</param>
    public ulong End(int bucket) => bucket == Count - 1 ? ulong.MaxValue : tape.BucketsFrom + (ulong)(bucket + 1) * Length;

    /// <summary>Whether the decision at an instant closes its bucket.</summary>
    /// <param name="instant">Index into <see cref="WindowTape.Instants"/>.</param>
    public bool Closes(int instant) => IsClosing(BucketAt(instant), instant);

    /// <summary>Whether the decision at an instant closes a bucket.</summary>
    /// <param name="bucket">The bucket, from 0.</param>
    /// <param name="instant">Index into <see cref="WindowTape.Instants"/>.</param>
    internal bool IsClosing(int bucket, int instant) => closings[bucket] == instant;
}
