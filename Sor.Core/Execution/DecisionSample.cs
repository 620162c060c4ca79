using Sor.Core.Model;
using Sor.Core.Routing;

namespace Sor.Core.Execution;

/// <summary>A history as one execution's decisions see it, under its assumption on queues.</summary>
/// <param name="history">The slices.</param>
/// <param name="assumption">Place of the assumption in <see cref="QueueAssumptions.All"/>.</param>
internal sealed class DecisionSample(SliceHistory history, int assumption) : ISliceSample
{
    private ulong now;

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <summary>Goes on to a decision.</summary>
    /// <param name="time">Nanoseconds since the epoch.</param>
    public void MoveTo(ulong time) => (now, Count) = (time, history.CountAt(time));

    /// <inheritdoc/>
    public void Fill(ReadOnlySpan<byte> venues, ReadOnlySpan<uint> sizes, Scenarios scenarios) => history.Fill(now, assumption, venues, sizes, scenarios);
}
