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

    /// <summary>What each part costs a parent, signed, in half nano-dollars; in the order of the result.</summary>
    private static readonly Func<ParentOutcome, Int128>[] Costs2 =
    [
        o => HalfSpread2(o, fill => fill.Kind != FillKind.Taken),
        Adverse2,
        o => HalfSpread2(o, fill => fill is { Kind: FillKind.Taken, Sweep: SweepKind.None }),
        o => HalfSpread2(o, fill => fill.Sweep != SweepKind.None),
        o => 2 * o.Fees,
        o => o.Timing2 - Adverse2(o),
        o => o.Remainder2,
    ];

    /// <summary>The means over parents and sides.</summary>
    /// <param name="parents">What <c>best_ask</c> did in each window and what ours did, one outcome for each side; gone through
    /// once.</param>
    public static SavingPartsResult Of(IEnumerable<(ParentOutcome[] BestAsk, ParentOutcome[] Ours)> parents)
    {
        var (sums, count) = (new decimal[Costs2.Length], 0);
        foreach (var (bestAsk, ours) in parents)
        {
            for (var part = 0; part < sums.Length; part++) sums[part] += Saved(bestAsk, ours, Costs2[part]);
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

    private static decimal Saved(ParentOutcome[] bestAsk, ParentOutcome[] ours, Func<ParentOutcome, Int128> cost2)
    {
        var saved2 = BigInteger.Zero;
        for (var side = 0; side < ours.Length; side++) saved2 += (BigInteger)cost2(bestAsk[side]) - cost2(ours[side]);
        var whole2 = (BigInteger)ours.Length * ours[0].Quantity * ours[0].ArrivalMid2;
        return Nanos.Ratio(10_000 * saved2, whole2, SideSummary.MeanDecimals);
    }

    private static Int128 HalfSpread2(ParentOutcome outcome, Predicate<Fill> which)
    {
        var paid2 = Int128.Zero;
        foreach (var fill in outcome.Fills)
            if (which(fill)) paid2 += (int)outcome.Side * (2 * (Int128)fill.Price - fill.Mid2) * fill.Shares;
        return paid2;
    }

    private static Int128 Adverse2(ParentOutcome outcome) =>
        outcome.MakerMarkouts.Length == 0 ? 0 : -outcome.MakerMarkouts[TenSeconds].FromMid2;
}
