using Sor.Core.Tape;

namespace Sor.Core.Execution;

/// <summary>Follows a window's slices for one execution: what rests is cancelled at the end of each.</summary>
/// <param name="slices">The slices of the side where orders rest, in time order.</param>
/// <param name="tape">The window.</param>
/// <param name="orders">The orders that rest.</param>
/// <param name="sample">What decisions may learn from, if anything.</param>
internal sealed class SliceDecisions(
    IReadOnlyList<Slice> slices,
    WindowTape tape,
    RestingOrders orders,
    DecisionSample? sample)
{
    private int next;

    // The next decision at which a slice ends or starts.
    private int boundary = slices.Count > 0 ? slices[0].Start : int.MaxValue;

    /// <summary>The orders that rest.</summary>
    public RestingOrders Orders => orders;

    /// <summary>What the last decision may learn from, where it is a slice's first.</summary>
    public DecisionSample? Sample => sample;

    /// <summary>The slice that the last decision is within; <c>null</c> for none.</summary>
    public Slice? Current { get; private set; }

    /// <summary>Goes on to a decision: the slice at hand may end there, and the next one start.</summary>
    /// <param name="index">Index of the decision's instant.</param>
    /// <param name="now">Its time.</param>
    public void MoveTo(int index, ulong now)
    {
        if (index < boundary) return;
        if (Current is not null) Cancel(now);
        Current = null;
        if (next < slices.Count && slices[next].Start == index)
        {
            Current = slices[next];
            sample?.MoveTo(next, now);
            next++;
        }

        boundary = Current is { } current ? current.End : next < slices.Count ? slices[next].Start : int.MaxValue;
    }

    /// <summary>Sends word to cancel what rests or is on its way.</summary>
    public void Cancel(ulong now)
    {
        orders.Cancel(now + tape.Latency);
        if (tape.Latency == 0) orders.LandCancels(now);
    }
}
