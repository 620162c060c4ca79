using Sor.Core.Orders;
using Sor.Core.Tape;

namespace Sor.Core.Execution;

/// <summary>
/// The volume that an execution could have been part of: what was printed from before its first fill to its last. A minute at least, since
/// over a moment any share of the volume can be reached by chance.
/// </summary>
public static class OwnTime
{
    /// <summary>The least time, nanoseconds.</summary>
    private const ulong Least = 60_000_000_000;

    /// <summary>Shares printed after the instant before the first fill, up to the last fill's.</summary>
    /// <remarks>
    /// Shorter than a minute, the time ends at the first instant a minute after its start, and where the window has none it starts at the
    /// last instant a minute before its end.
    /// </remarks>
    /// <param name="tape">The window.</param>
    /// <param name="fills">The fills, in time order.</param>
    /// <returns>0 without fills.</returns>
    public static long Volume(WindowTape tape, ReadOnlySpan<Fill> fills)
    {
        if (fills.IsEmpty) return 0;
        var instants = tape.Instants;
        var (start, end) = (Math.Max(fills[0].Instant - 1, 0), fills[^1].Instant);
        while (end < instants.Length - 1 && instants[end].Time < tape.To && instants[end].Time - instants[start].Time < Least) end++;
        while (start > 0 && instants[end].Time - instants[start].Time < Least) start--;

        // What was printed at a window's first instant belongs to it.
        return instants[end].Volume - (start == 0 ? 0 : instants[start].Volume);
    }
}
