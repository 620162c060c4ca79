using System.Numerics;
using Sor.Core.Execution;
using Sor.Core.Orders;
using Sor.Core.Results;

namespace Sor.Core.Analysis;

/// <summary>
/// A saving by what is paid. A resting fill is reckoned at the mid ten seconds later: from its price to the mid it earns half the spread,
/// from that mid to the one ten seconds on it loses to those who knew better, and what the mid did before is drift.
/// </summary>
internal static class SavingParts
{
    // Of WindowTape.MarkoutHorizons.
    private const int TenSeconds = 1;

    private const int Parts = 7;

    /// <summary>The means over parents and sides.</summary>
    /// <param name="parents">What <c>best_ask</c> did in each window and what ours did, one outcome for each side; gone through
    /// once.</param>
    public static SavingPartsResult Of(IEnumerable<(ParentOutcome[] BestAsk, ParentOutcome[] Ours)> parents)
    {
        var (sums, count) = (new decimal[Parts], 0);
        foreach (var (bestAsk, ours) in parents)
        {
            Add(sums, bestAsk, ours);
            count++;
        }

        return new SavingPartsResult
        {
            RestingHalfSpreadBps = Mean(0),
            AdverseSelectionBps = Mean(1),
            TakingBps = Mean(2),
            ClosingBps = Mean(3),
            FeesBps = Mean(4),
            DriftBps = Mean(5),
            RemainderBps = Mean(6),
        };

        BasisPoints Mean(int part) => new(sums[part] / count);
    }

    private static void Add(decimal[] sums, ParentOutcome[] bestAsk, ParentOutcome[] ours)
    {
        var saved2 = new BigInteger[Parts];
        for (var side = 0; side < ours.Length; side++)
        {
            var (theirs2, ours2) = (Costs2(bestAsk[side]), Costs2(ours[side]));
            for (var part = 0; part < Parts; part++) saved2[part] += (BigInteger)theirs2[part] - ours2[part];
        }

        var whole2 = (BigInteger)ours.Length * ours[0].Quantity * ours[0].ArrivalMid2;
        for (var part = 0; part < Parts; part++) sums[part] += Nanos.Ratio(10_000 * saved2[part], whole2, SideSummary.MeanDecimals);
    }

    /// <summary>What each part costs a parent, signed, in half nano-dollars; in the order of the result.</summary>
    private static Int128[] Costs2(ParentOutcome outcome)
    {
        var (resting2, taking2, closing2) = (Int128.Zero, Int128.Zero, Int128.Zero);
        foreach (var fill in outcome.Fills)
        {
            var paid2 = (int)outcome.Side * (2 * (Int128)fill.Price - fill.Mid2) * fill.Shares;
            if (fill.Kind != FillKind.Taken) resting2 += paid2;
            else if (fill.Sweep == SweepKind.None) taking2 += paid2;
            if (fill.Sweep != SweepKind.None) closing2 += paid2;
        }

        var adverse2 = Adverse2(outcome);
        return [resting2, adverse2, taking2, closing2, 2 * outcome.Fees, outcome.Timing2 - adverse2, outcome.Remainder2];
    }

    private static Int128 Adverse2(ParentOutcome outcome) =>
        outcome.MakerMarkouts.Length == 0 ? 0 : -outcome.MakerMarkouts[TenSeconds].FromMid2;
}
