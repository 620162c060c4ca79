using Sor.Core.Model;
using Sor.Core.Routing;

namespace Sor.Core.Execution;

/// <summary>A history as one execution's decisions see it, under its assumption on queues.</summary>
/// <param name="history">The slices that are known.</param>
/// <param name="scenarios">The scenarios of each of the window's slices.</param>
internal sealed class DecisionSample(SliceHistory history, SharedScenarios scenarios) : ISliceSample
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
    public Scenarios Of(ReadOnlySpan<byte> venues, ReadOnlySpan<uint> sizes) => scenarios.Of(slice, now, venues, sizes);
}
