using Sor.Core.Model;

namespace Sor.Core.Execution;

/// <summary>
/// The scenarios of each slice of a window and side, under one assumption on queues. All executions see the same venues at a slice's start,
/// so what one of them makes serves all; two that make them at once make the same. After the last execution that was to be expected they
/// are let go: a busy window's are some ten megabytes.
/// </summary>
/// <param name="history">The slices that are known.</param>
/// <param name="assumption">Place of the assumption among those that the run is given under.</param>
/// <param name="slices">How many slices the window has.</param>
internal sealed class SharedScenarios(SliceHistory history, int assumption, int slices)
{
    private readonly Scenarios?[] made = new Scenarios?[slices];
    private int expected;

    /// <summary>One more execution is to come.</summary>
    public void Expect() => expected++;

    /// <summary>An execution is done.</summary>
    public void Done()
    {
        if (Interlocked.Decrement(ref expected) == 0) Array.Clear(made);
    }

    /// <summary>The scenarios of a slice's first decision.</summary>
    /// <param name="slice">Which slice.</param>
    /// <param name="now">Time of the decision, nanoseconds since the epoch.</param>
    /// <param name="venues">Slots of the venues that show its price, in the order of MICs.</param>
    /// <param name="sizes">What each displays.</param>
    public Scenarios Of(int slice, ulong now, ReadOnlySpan<byte> venues, ReadOnlySpan<uint> sizes) =>
        Volatile.Read(ref made[slice])
        ?? Interlocked.CompareExchange(ref made[slice], history.At(now, assumption, venues, sizes), null)
        ?? made[slice]!;
}
