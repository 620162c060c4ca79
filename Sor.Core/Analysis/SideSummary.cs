using System.Numerics;
using System.Runtime.InteropServices;
using Sor.Core.Execution;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Results;
using Sor.Core.Tape;
using Sor.Core.Tuning;

namespace Sor.Core.Analysis;

/// <summary>
/// Sums up what one strategy did on one side, over many parents. Each is looked at once and let go: together they may be more than memory
/// holds.
/// </summary>
internal sealed class SideSummary
{
    /// <summary>Decimals of a quotient that is to be averaged and only then rounded.</summary>
    internal const int MeanDecimals = 20;

    private readonly SourceSchema schema;
    private readonly Dictionary<string, VenueSums> venues = [];
    private readonly MarkoutSums taker = new();
    private readonly MarkoutSums maker = new();
    private long[] buckets = [];
    private int parents;
    private int unfinished;
    private int implausible;
    private long quantity;
    private long filled;
    private int fills;
    private long restedShares;
    private long through;
    private long overtime;
    private long volume;
    private BigInteger cash;
    private BigInteger notional;
    private BigInteger ahead;
    private BigInteger waited;
    private Mean allIn;
    private Mean halfSpread;
    private Mean fees;
    private Mean timing;
    private Mean remainder;
    private Mean slippageVwap;
    private Mean slippageTwap;

    /// <summary>Begins a sum over no parents.</summary>
    /// <param name="schema">What the data carried.</param>
    public SideSummary(SourceSchema schema) => this.schema = schema;

    /// <summary>Adds a parent.</summary>
    /// <param name="window">The window it was executed in.</param>
    /// <param name="outcome">What became of it, on the side that is summed up.</param>
    public void Add(WindowOutcome window, ParentOutcome outcome)
    {
        parents++;
        if (outcome.Remainder > 0) unfinished++;
        if (!Participation.IsPlausible(outcome)) implausible++;
        checked
        {
            quantity += outcome.Quantity;
            filled += outcome.Filled;
            fills += outcome.Fills.Count;
            restedShares += outcome.Maker;
            through += outcome.Through;
            overtime += outcome.Overtime;
            volume += outcome.VolumeMeanwhile;
        }

        cash += outcome.Cash;
        notional += outcome.Notional;
        ahead += outcome.AheadShareNanos;
        waited += outcome.WaitedShareNanos;
        allIn.Add(Bps(outcome, outcome.Shortfall2));
        halfSpread.Add(Bps(outcome, outcome.HalfSpread2));
        fees.Add(Bps(outcome, 2 * outcome.Fees));
        timing.Add(Bps(outcome, outcome.Timing2));
        remainder.Add(Bps(outcome, outcome.Remainder2));
        if (outcome.Filled > 0)
        {
            if (window.Notional > 0) slippageVwap.Add(Slippage(outcome, window.Notional, window.Volume));
            slippageTwap.Add(Slippage(outcome, window.DecisionMid2Sum, 2 * window.Decisions));
        }

        taker.Add(outcome.Markouts);
        maker.Add(outcome.MakerMarkouts);
        if (outcome.BucketShares.Length > buckets.Length) Array.Resize(ref buckets, outcome.BucketShares.Length);
        for (var b = 0; b < outcome.BucketShares.Length; b++) buckets[b] += outcome.BucketShares[b];
        foreach (var fill in outcome.Fills)
        {
            ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(venues, window.Mics[fill.Venue], out _);
            sums = sums.With(in fill);
        }
    }

    /// <summary>The sums over at least one parent.</summary>
    public SideResult Result() => new()
    {
        Parents = parents,
        Filled = filled,
        Remainder = quantity - filled,
        Unfinished = unfinished,
        TotalCash = Dollars(cash),
        AvgFillPx = filled == 0 ? null : Nanos.Ratio(notional, (BigInteger)filled * Nanos.One, 6),
        AvgAllInPx = Nanos.Ratio(cash, (BigInteger)quantity * Nanos.One, 6),
        Fills = fills,
        Maker = restedShares,
        Through = through,
        AheadShareSeconds = Nanos.Ratio(ahead, Nanos.One, 3),
        Overtime = overtime,
        TimeToFill = filled == 0 ? null : Nanos.Ratio(waited, (BigInteger)filled * Nanos.One, 3),
        AllInBps = allIn.Bps!.Value,
        HalfSpreadBps = schema.HasBids ? halfSpread.Bps : null,
        FeesBps = fees.Bps!.Value,
        TimingBps = timing.Bps!.Value,
        RemainderBps = remainder.Bps!.Value,
        SlippageVwapBps = slippageVwap.Bps,
        SlippageTwapBps = slippageTwap.Bps,
        Participation = !schema.HasTrades || volume == 0 ? null : Nanos.Ratio(filled, volume, 6),
        Implausible = schema.HasTrades ? implausible : null,
        Markouts = new MarkoutsResult(
            Taker: taker.FromPrice, TakerFromMid: taker.FromMid, Maker: maker.FromPrice, MakerFromMid: maker.FromMid),
        Venues = ByVenue(),
        Buckets = buckets,
    };

    /// <summary>Exact dollars of an integer sum of nano-dollars.</summary>
    private static decimal Dollars(BigInteger nanos) => Nanos.Ratio(nanos, Nanos.One, 9);

    private static decimal Bps(ParentOutcome outcome, Int128 signed2) =>
        Nanos.Ratio((BigInteger)signed2 * 10_000, (BigInteger)outcome.Quantity * outcome.ArrivalMid2, MeanDecimals);

    /// <summary>
    /// <c>10^4 side (average - x) / x</c> of a parent with fills, where x is a quotient of the window's sums; its mean is over such
    /// parents.
    /// </summary>
    private static decimal Slippage(ParentOutcome outcome, BigInteger numerator, BigInteger denominator)
    {
        var average = outcome.Notional * denominator;
        var benchmark = numerator * outcome.Filled;
        return Nanos.Ratio((int)outcome.Side * 10_000 * (average - benchmark), benchmark, MeanDecimals);
    }

    private SortedDictionary<string, VenueResult> ByVenue()
    {
        var results = new SortedDictionary<string, VenueResult>(StringComparer.Ordinal);
        foreach (var (mic, sum) in venues)
            results.Add(
                mic,
                new VenueResult(
                    sum.Shares, sum.Fills, Nanos.Ratio(sum.Notional, (BigInteger)sum.Shares * Nanos.One, 6), Dollars(sum.Fees)));
        return results;
    }

    /// <summary>A mean of decimals, added up in order.</summary>
    private struct Mean
    {
        private decimal sum;
        private long count;

        /// <summary>The mean; <c>null</c> of nothing.</summary>
        public readonly BasisPoints? Bps => count == 0 ? null : new BasisPoints(sum / count);

        public void Add(decimal value) => (sum, count) = (sum + value, count + 1);
    }

    /// <summary>What was filled at a venue. All shares together are a <see cref="long"/>, and so is a price: 128 bits hold their product.</summary>
    private readonly record struct VenueSums(long Shares, Int128 Notional, Int128 Fees, int Fills)
    {
        public VenueSums With(in Fill fill) => new(
            Shares + fill.Shares, Notional + (Int128)fill.Price * fill.Shares, Fees + (Int128)fill.Fee * fill.Shares, Fills + 1);
    }

    /// <summary>How the mid moved after fills, by horizon.</summary>
    private sealed class MarkoutSums
    {
        private readonly (BigInteger FromPrice2, BigInteger FromMid2, long Shares)[] sums =
            new (BigInteger, BigInteger, long)[WindowTape.MarkoutHorizons.Length];

        public MarkoutResult FromPrice => new(After(0, s => s.FromPrice2), After(1, s => s.FromPrice2), After(2, s => s.FromPrice2));

        public MarkoutResult FromMid => new(After(0, s => s.FromMid2), After(1, s => s.FromMid2), After(2, s => s.FromMid2));

        public void Add(Markout[] markouts)
        {
            for (var h = 0; h < markouts.Length; h++)
                sums[h] = (
                    sums[h].FromPrice2 + markouts[h].FromPrice2,
                    sums[h].FromMid2 + markouts[h].FromMid2,
                    sums[h].Shares + markouts[h].Shares);
        }

        private decimal? After(int horizon, Func<(BigInteger FromPrice2, BigInteger FromMid2, long Shares), BigInteger> sum2) =>
            sums[horizon].Shares == 0
                ? null
                : Nanos.Ratio(sum2(sums[horizon]), (BigInteger)sums[horizon].Shares * 2 * Nanos.One, 6);
    }
}
