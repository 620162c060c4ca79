using Sor.Core.Book;
using Sor.Core.Model;
using Sor.Core.Routing;

namespace Sor.Core.Execution;

/// <summary>A history as one execution's decisions see it, under its assumption on queues.</summary>
/// <param name="history">The slices that are known.</param>
/// <param name="assumption">Place of the assumption among those of the run.</param>
/// <param name="scenarios">The scenarios of each of the window's slices, shared with others; <c>null</c> for ones of its own.</param>
internal sealed class DecisionSample(SliceHistory history, int assumption, SharedScenarios? scenarios) : ISliceSample
{
    private ulong now;
    private int slice;

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <summary>Goes on to the first decision of a slice.</summary>
    /// <param name="number">Which of the window's slices.</param>
    /// <param name="time">Nanoseconds since the epoch.</param>
    public void MoveTo(int number, ulong time) => (slice, now, Count) = (number, time, history.CountAt(time));

    /// <inheritdoc/>
    public Scenarios Of(ReadOnlySpan<byte> venues, ReadOnlySpan<uint> sizes)
    {
        if (scenarios is not null) return scenarios.Of(slice, now, venues, sizes);
        if (venues.Length is 0 or > InstrumentBook.MaxVenues || venues.Length != sizes.Length)
            throw new ArgumentException($"{venues.Length} venues and {sizes.Length} sizes: one of each, for 1 to {InstrumentBook.MaxVenues}");
        return history.At(now, assumption, venues, sizes);
    }
}
