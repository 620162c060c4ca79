using Sor.Core.Tape;

namespace Sor.Core.Tuning;

/// <summary>The market over one bucket of the window's schedule.</summary>
/// <param name="Mid2">Twice the mid at the bucket's first instant, nano-dollars.</param>
/// <param name="Spread">The spread then, nano-dollars.</param>
/// <param name="Volume">Shares printed in the bucket.</param>
public readonly record struct BucketPoint(long Mid2, long Spread, long Volume)
{
    /// <summary>The path over a window: one point per bucket that has an instant.</summary>
    public static IReadOnlyList<BucketPoint> Path(WindowTape tape)
    {
        var path = new List<BucketPoint>();
        foreach (ref readonly var instant in tape.Instants)
        {
            var bucket = (instant.Time - tape.From) / tape.Bucket;
            if (instant.Time >= tape.To || bucket < (ulong)path.Count) continue;

            // A bucket without an instant of its own has the market of the one before.
            while ((ulong)path.Count < bucket) path.Add(path[^1] with { Volume = VolumeOf(tape, path.Count) });
            path.Add(new BucketPoint(instant.Mid2, instant.Spread, VolumeOf(tape, path.Count)));
        }

        return path;
    }

    private static long VolumeOf(WindowTape tape, int bucket) => bucket < tape.BucketVolumes.Length ? tape.BucketVolumes[bucket] : 0;
}
