using Sor.Core.Model;
using Sor.Core.Routing;

namespace Sor.Core.Execution;

/// <summary>
/// The slices of one instrument, day and side that a decision may learn from: those that ended by it and began at most half an hour before
/// it, the newest two hundred.
/// </summary>
/// <param name="slices">All that are known, in time order; a decision sees none that ended after it.</param>
internal sealed class SliceHistory(IReadOnlyList<ObservedSlice> slices)
{
    /// <summary>How long before a decision a slice may have begun, nanoseconds.</summary>
    public const ulong Reach = 1_800_000_000_000;

    /// <summary>The most slices that a decision looks at.</summary>
    public const int Most = QueueRouter.MostScenarios;

    /// <summary>The first slice that is too new for a decision.</summary>
    public int EndBefore(ulong now)
    {
        var (low, high) = (0, slices.Count);
        while (low < high)
        {
            var half = (low + high) / 2;
            if (slices[half].End <= now) low = half + 1;
            else high = half;
        }

        return low;
    }

    /// <summary>The slices that a decision after this history may still learn from.</summary>
    public IEnumerable<ObservedSlice> Since(ulong now) => slices.Where(s => s.Start + Reach >= now);

    /// <summary>How many slices a decision learns from.</summary>
    public int CountAt(ulong now)
    {
        var end = EndBefore(now);
        var count = 0;
        while (count < Most && count < end && slices[end - count - 1].Start + Reach >= now) count++;
        return count;
    }

    /// <summary>The scenarios of a decision.</summary>
    /// <param name="now">Its time.</param>
    /// <param name="assumption">Place of the assumption among those that the run is given under.</param>
    /// <param name="venues">Slots of the venues that show the best price, in the order of MICs.</param>
    /// <param name="sizes">What each displays.</param>
    public Scenarios At(ulong now, int assumption, ReadOnlySpan<byte> venues, ReadOnlySpan<uint> sizes)
    {
        Span<long> filled = stackalloc long[venues.Length];
        var (end, count) = (EndBefore(now), CountAt(now));
        var scenarios = new Scenarios(venues.Length, count);
        scenarios.Begin(venues.Length);
        for (var i = end - count; i < end; i++)
        {
            var slice = slices[i];
            for (var k = 0; k < venues.Length; k++) filled[k] = slice.Filled[assumption][Nearest(slice, venues[k], sizes[k])];
            scenarios.Add(slice.Move, slice.Completion, filled);
        }

        scenarios.Complete();
        return scenarios;
    }

    /// <summary>
    /// The place of a venue in a slice; of one that was not in it, the place of the one whose size then is nearest to its size now, of
    /// equals the first by MIC.
    /// </summary>
    private static int Nearest(ObservedSlice slice, byte venue, uint size)
    {
        var place = Array.IndexOf(slice.Venues, venue);
        if (place >= 0) return place;
        var nearest = 0;
        for (var i = 1; i < slice.Sizes.Length; i++)
            if (Math.Abs((long)slice.Sizes[i] - size) < Math.Abs((long)slice.Sizes[nearest] - size)) nearest = i;
        return nearest;
    }
}
