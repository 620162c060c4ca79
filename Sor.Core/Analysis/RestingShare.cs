using System.Numerics;
using Sor.Core.Execution;
using Sor.Core.Orders;

namespace Sor.Core.Analysis;

/// <summary>
/// What resting orders saved where they were filled: for each share of theirs, what <c>best_ask</c> paid on average beyond the mid, less
/// what the share paid beyond it, fees in. How the mid moved until then, and moves because of whom such orders meet, is not in it but in
/// when shares are filled.
/// </summary>
internal static class RestingShare
{
    /// <summary>The mean over the sides of a window.</summary>
    /// <param name="bestAsk">What <c>best_ask</c> did, one for each side.</param>
    /// <param name="ours">What ours did.</param>
    public static BasisPoints Saving(ReadOnlySpan<ParentOutcome> bestAsk, ReadOnlySpan<ParentOutcome> ours)
    {
        var sum = 0m;
        for (var side = 0; side < ours.Length; side++) sum += Saved(bestAsk[side], ours[side]);
        return new BasisPoints(sum / ours.Length);
    }

    private static decimal Saved(ParentOutcome bestAsk, ParentOutcome ours)
    {
        if (ours.Maker == 0 || bestAsk.Filled == 0) return 0;
        var paid2 = BigInteger.Zero;
        foreach (var fill in ours.Fills)
            if (fill.Kind != FillKind.Taken)
                paid2 += ((int)ours.Side * (2 * (Int128)fill.Price - fill.Mid2) + 2 * (Int128)fill.Fee) * fill.Shares;

        // Over one denominator, so that nothing is rounded before the quotient is.
        var saved2 = (BigInteger)(bestAsk.HalfSpread2 + 2 * bestAsk.Fees) * ours.Maker - paid2 * bestAsk.Filled;
        return Nanos.Ratio(10_000 * saved2, (BigInteger)bestAsk.Filled * ours.Quantity * ours.ArrivalMid2, SideSummary.MeanDecimals);
    }
}
