using System.Numerics;
using Sor.Core.Execution;
using Sor.Core.MarketData;
using Sor.Core.Results;
using Sor.Core.Tuning;

namespace Sor.Core.Analysis;

/// <summary>One parent order with the window it was executed in.</summary>
/// <param name="Window">The window.</param>
/// <param name="Outcome">What became of it.</param>
internal readonly record struct Parent(WindowOutcome Window, ParentOutcome Outcome);

/// <summary>Sums up what one strategy did on one side, over many parents.</summary>
internal static class SideSummary
{
    /// <summary>Decimals of a quotient that is to be averaged and only then rounded.</summary>
    internal const int MeanDecimals = 20;

    /// <summary>Sums parents up.</summary>
    /// <param name="parents">At least one, all of one side.</param>
    /// <param name="schema">What the data carried.</param>
    public static SideResult Of(IReadOnlyList<Parent> parents, SourceSchema schema)
    {
        var outcomes = parents.Select(p => p.Outcome).ToList();
        var filled = outcomes.Sum(o => o.Filled);
        var cash = Sum(outcomes, o => o.Cash);
        var volume = outcomes.Sum(o => o.VolumeMeanwhile);
        return new SideResult
        {
            Parents = parents.Count,
            Filled = filled,
            Remainder = outcomes.Sum(o => o.Remainder),
            Unfinished = outcomes.Count(o => o.Remainder > 0),
            TotalCash = Dollars(cash),
            AvgFillPx = filled == 0 ? null : Nanos.Ratio(Sum(outcomes, o => o.Notional), (BigInteger)filled * Nanos.One, 6),
            AvgAllInPx = Nanos.Ratio(cash, (BigInteger)outcomes.Sum(o => o.Quantity) * Nanos.One, 6),
            Fills = outcomes.Sum(o => o.Fills.Length),
            Maker = outcomes.Sum(o => o.Maker),
            Through = outcomes.Sum(o => o.Through),
            AheadShareSeconds = Nanos.Ratio(Sum(outcomes, o => o.AheadShareNanos), Nanos.One, 3),
            Overtime = outcomes.Sum(o => o.Overtime),
            TimeToFill = filled == 0 ? null : Nanos.Ratio(Sum(outcomes, o => o.WaitedShareNanos), (BigInteger)filled * Nanos.One, 3),
            AllInBps = MeanBps(outcomes, o => o.Shortfall2),
            HalfSpreadBps = schema.HasBids ? MeanBps(outcomes, o => o.HalfSpread2) : null,
            FeesBps = MeanBps(outcomes, o => 2 * o.Fees),
            TimingBps = MeanBps(outcomes, o => o.Timing2),
            RemainderBps = MeanBps(outcomes, o => o.Remainder2),
            SlippageVwapBps = Slippage(parents.Where(p => p.Window.Notional > 0), w => w.Notional, w => w.Volume),
            SlippageTwapBps = Slippage(parents, w => w.DecisionMid2Sum, w => 2 * w.Decisions),
            Participation = !schema.HasTrades || volume == 0 ? null : Nanos.Ratio(filled, volume, 6),
            Implausible = schema.HasTrades ? outcomes.Count(o => !Participation.IsPlausible(o)) : null,
            Markouts = new MarkoutsResult(
                Taker: Markouts(outcomes, o => o.Markouts, m => m.FromPrice2),
                TakerFromMid: Markouts(outcomes, o => o.Markouts, m => m.FromMid2),
                Maker: Markouts(outcomes, o => o.MakerMarkouts, m => m.FromPrice2),
                MakerFromMid: Markouts(outcomes, o => o.MakerMarkouts, m => m.FromMid2)),
            Venues = ByVenue(parents),
            Buckets = ByBucket(outcomes),
        };
    }

    /// <summary>Exact dollars of an integer sum of nano-dollars.</summary>
    private static decimal Dollars(BigInteger nanos) => Nanos.Ratio(nanos, Nanos.One, 9);

    private static decimal Bps(ParentOutcome outcome, Int128 signed2) =>
        Nanos.Ratio((BigInteger)signed2 * 10_000, (BigInteger)outcome.Quantity * outcome.ArrivalMid2, MeanDecimals);

    private static BasisPoints MeanBps(List<ParentOutcome> outcomes, Func<ParentOutcome, Int128> signed2) =>
        new(outcomes.Average(o => Bps(o, signed2(o))));

    private static BigInteger Sum(IEnumerable<ParentOutcome> outcomes, Func<ParentOutcome, Int128> value) =>
        outcomes.Aggregate(BigInteger.Zero, (sum, o) => sum + value(o));

    /// <summary>Mean over parents with fills of <c>10^4 side (average - x) / x</c>, where x is a quotient of the window's sums.</summary>
    private static BasisPoints? Slippage(
        IEnumerable<Parent> parents, Func<WindowOutcome, BigInteger> numerator, Func<WindowOutcome, BigInteger> denominator)
    {
        var values = new List<decimal>();
        foreach (var (window, outcome) in parents)
        {
            if (outcome.Filled == 0) continue;
            var average = outcome.Notional * denominator(window);
            var benchmark = numerator(window) * outcome.Filled;
            values.Add(Nanos.Ratio((int)outcome.Side * 10_000 * (average - benchmark), benchmark, MeanDecimals));
        }

        return values.Count == 0 ? null : new BasisPoints(values.Average());
    }

    private static MarkoutResult Markouts(List<ParentOutcome> outcomes, Func<ParentOutcome, Markout[]> markouts, Func<Markout, Int128> sum2)
    {
        var known = outcomes.Select(markouts).Where(m => m.Length > 0).ToList();
        return new MarkoutResult(After(0), After(1), After(2));

        decimal? After(int horizon)
        {
            var shares = known.Sum(m => m[horizon].Shares);
            var sum = known.Aggregate(BigInteger.Zero, (all, m) => all + sum2(m[horizon]));
            return shares == 0 ? null : Nanos.Ratio(sum, (BigInteger)shares * 2 * Nanos.One, 6);
        }
    }

    private static SortedDictionary<string, VenueResult> ByVenue(IReadOnlyList<Parent> parents)
    {
        var venues = new Dictionary<string, (long Shares, BigInteger Notional, BigInteger Fees, int Fills)>();
        foreach (var (window, outcome) in parents)
            foreach (var fill in outcome.Fills)
            {
                var mic = window.Mics[fill.Venue];
                var sum = venues.GetValueOrDefault(mic);
                var (paid, fees) = ((BigInteger)fill.Price * fill.Shares, (BigInteger)fill.Fee * fill.Shares);
                venues[mic] = (sum.Shares + fill.Shares, sum.Notional + paid, sum.Fees + fees, sum.Fills + 1);
            }

        var results = new SortedDictionary<string, VenueResult>(StringComparer.Ordinal);
        foreach (var (mic, (shares, notional, fees, fills)) in venues)
            results.Add(mic, new VenueResult(shares, fills, Nanos.Ratio(notional, (BigInteger)shares * Nanos.One, 6), Dollars(fees)));
        return results;
    }

    private static long[] ByBucket(List<ParentOutcome> outcomes)
    {
        var shares = new long[outcomes.Max(o => o.BucketShares.Length)];
        foreach (var outcome in outcomes)
            for (var b = 0; b < outcome.BucketShares.Length; b++)
                shares[b] += outcome.BucketShares[b];
        return shares;
    }
}
