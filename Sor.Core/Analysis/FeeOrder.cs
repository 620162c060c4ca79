using System.Numerics;
using Sor.Core.Execution;
using Sor.Core.Orders;

namespace Sor.Core.Analysis;

/// <summary>
/// What the order of fees alone is worth: how much less <c>net</c> pays than <c>best_ask</c> for shares that both take at the same moment.
/// A router needs no model to have it.
/// </summary>
internal static class FeeOrder
{
    /// <summary>The mean over the sides of a window.</summary>
    /// <param name="bestAsk">What <c>best_ask</c> did, one for each side.</param>
    /// <param name="net">What <c>net</c> did.</param>
    public static BasisPoints Saving(ReadOnlySpan<ParentOutcome> bestAsk, ReadOnlySpan<ParentOutcome> net)
    {
        var saved = BigInteger.Zero;
        for (var side = 0; side < bestAsk.Length; side++) saved += Saved(bestAsk[side], net[side]);
        var whole = (BigInteger)bestAsk.Length * bestAsk[0].Quantity * bestAsk[0].ArrivalMid2;
        return new BasisPoints(Nanos.Ratio(20_000 * saved, whole, SideSummary.MeanDecimals));
    }

    /// <summary>Nano-dollars saved on the shares that both take, instant by instant: the first so many of each.</summary>
    private static Int128 Saved(ParentOutcome bestAsk, ParentOutcome net)
    {
        var saved = Int128.Zero;
        var (ones, others) = (bestAsk.Fills.ToArray(), net.Fills.ToArray());
        var (a, b) = (0, 0);
        var (usedA, usedB) = (0L, 0L);
        while (a < ones.Length && b < others.Length)
        {
            var (one, other) = (ones[a], others[b]);
            if (one.Time == other.Time)
            {
                var shares = Math.Min(one.Shares - usedA, other.Shares - usedB);
                saved += shares * (AllIn(bestAsk.Side, one) - AllIn(net.Side, other));
                (usedA, usedB) = (usedA + shares, usedB + shares);
            }

            // The earlier of the two has no partner any more; of two at the same moment, the one that is used up.
            if (one.Time < other.Time || usedA == one.Shares) (a, usedA) = (a + 1, 0);
            if (other.Time < one.Time || usedB == other.Shares) (b, usedB) = (b + 1, 0);
        }

        return saved;
    }

    private static Int128 AllIn(Side side, Fill fill) => (int)side * (Int128)fill.Price + fill.Fee;
}
