using System.Numerics;
using Sor.Core.Orders;
using Sor.Core.Tape;
using Sor.Core.Tuning;

namespace Sor.Core.Analysis;

/// <summary>One parent order with the window it was executed in.</summary>
/// <param name="Window">The window.</param>
/// <param name="Outcome">What became of it.</param>
public readonly record struct Parent(WindowOutcome Window, ParentOutcome Outcome);

/// <summary>
/// What one strategy did on one side, over many parents. Prices are dollars, rounded half to even to 6 decimals; basis points are of quantity times arrival mid,
/// the plain mean over parents, to be rounded where they are shown, since sides are averaged first; a value is <c>null</c> where there is nothing to take it over.
/// </summary>
public sealed record StrategyResult
{
    /// <summary>Decimals of a quotient that is to be averaged and only then rounded.</summary>
    internal const int MeanDecimals = 20;

    /// <summary>Parents.</summary>
    public required int Parents { get; init; }

    /// <summary>Shares filled.</summary>
    public required long Filled { get; init; }

    /// <summary>Shares never filled.</summary>
    public required long Remainder { get; init; }

    /// <summary>Parents with shares never filled.</summary>
    public required int Unfinished { get; init; }

    /// <summary>All-in cash in dollars, positive either way, remainders at their charge. Exact.</summary>
    public required decimal TotalCash { get; init; }

    /// <summary>Mean price of filled shares, without fees.</summary>
    public required decimal? AvgFillPx { get; init; }

    /// <summary>Total cash over all shares ordered.</summary>
    public required decimal AvgAllInPx { get; init; }

    /// <summary>Executions.</summary>
    public required int Fills { get; init; }

    /// <summary>Shares filled by resting orders.</summary>
    public required long Maker { get; init; }

    /// <summary>Cost beyond arrival mid; the sum of the four below.</summary>
    public required decimal AllInBps { get; init; }

    /// <summary>Cost of crossing half the spread, and of depth.</summary>
    public required decimal HalfSpreadBps { get; init; }

    /// <summary>Fees.</summary>
    public required decimal FeesBps { get; init; }

    /// <summary>Drift of the mid between arrival and fill.</summary>
    public required decimal TimingBps { get; init; }

    /// <summary>What shares never filled are charged.</summary>
    public required decimal RemainderBps { get; init; }

    /// <summary>Mean price against the volume-weighted price of the window's prints.</summary>
    public required decimal? SlippageVwapBps { get; init; }

    /// <summary>Mean price against the mean mid at the window's decisions.</summary>
    public required decimal? SlippageTwapBps { get; init; }

    /// <summary>Filled shares over shares printed, 6 decimals.</summary>
    public required decimal? Participation { get; init; }

    /// <summary>Taker markouts after 1, 10 and 60 seconds, dollars per share: positive is in our favour.</summary>
    public required IReadOnlyList<decimal?> TakerMarkouts { get; init; }

    /// <summary>Shares, cash and fees by venue, in the order of MICs.</summary>
    public required IReadOnlyList<VenueResult> Venues { get; init; }

    /// <summary>Filled shares by the schedule's bucket, over all parents.</summary>
    public required IReadOnlyList<long> BucketShares { get; init; }

    /// <summary>Sums parents up.</summary>
    /// <param name="parents">At least one, all of one side.</param>
    /// <param name="hasTrades">Whether the data has prints.</param>
    public static StrategyResult Of(IReadOnlyList<Parent> parents, bool hasTrades)
    {
        var outcomes = parents.Select(p => p.Outcome).ToList();
        var filled = outcomes.Sum(o => o.Filled);
        var cash = Sum(outcomes, o => o.Cash);
        var volume = parents.Sum(p => p.Window.Volume);
        return new StrategyResult
        {
            Parents = parents.Count,
            Filled = filled,
            Remainder = outcomes.Sum(o => o.Remainder),
            Unfinished = outcomes.Count(o => o.Remainder > 0),
            TotalCash = Dollars(cash),
            AvgFillPx = filled == 0 ? null : Nanos.Ratio(Sum(outcomes, o => o.Notional), (BigInteger)filled * Nanos.One, 6),
            AvgAllInPx = Nanos.Ratio(cash, (BigInteger)outcomes.Sum(o => o.Quantity) * Nanos.One, 6),
            Fills = outcomes.Sum(o => o.Fills.Length),
            Maker = 0,
            AllInBps = MeanBps(outcomes, o => o.Shortfall2),
            HalfSpreadBps = MeanBps(outcomes, o => o.HalfSpread2),
            FeesBps = MeanBps(outcomes, o => 2 * o.Fees),
            TimingBps = MeanBps(outcomes, o => o.Timing2),
            RemainderBps = MeanBps(outcomes, o => o.Remainder2),
            SlippageVwapBps = Slippage(parents.Where(p => p.Window.Notional > 0), w => w.Notional, w => w.Volume),
            SlippageTwapBps = Slippage(parents, w => w.DecisionMid2Sum, w => 2 * w.Decisions),
            Participation = !hasTrades || volume == 0 ? null : Nanos.Ratio(filled, volume, 6),
            TakerMarkouts = [.. Enumerable.Range(0, WindowTape.MarkoutHorizons.Length).Select(d => Markout(outcomes, d))],
            Venues = ByVenue(parents),
            BucketShares = ByBucket(outcomes),
        };
    }

    /// <summary>Exact dollars of an integer sum of nano-dollars.</summary>
    public static decimal Dollars(BigInteger nanos) => Nanos.Ratio(nanos, Nanos.One, 9);

    private static decimal Bps(ParentOutcome outcome, Int128 signed2) =>
        Nanos.Ratio((BigInteger)signed2 * 10_000, (BigInteger)outcome.Quantity * outcome.ArrivalMid2, MeanDecimals);

    private static decimal MeanBps(List<ParentOutcome> outcomes, Func<ParentOutcome, Int128> signed2) =>
        outcomes.Average(o => Bps(o, signed2(o)));

    private static BigInteger Sum(IEnumerable<ParentOutcome> outcomes, Func<ParentOutcome, Int128> value) =>
        outcomes.Aggregate(BigInteger.Zero, (sum, o) => sum + value(o));

    /// <summary>Mean over parents with fills of <c>10^4 side (average - x) / x</c>, where x is a quotient of the window's sums.</summary>
    private static decimal? Slippage(IEnumerable<Parent> parents, Func<WindowOutcome, BigInteger> numerator, Func<WindowOutcome, BigInteger> denominator)
    {
        var values = new List<decimal>();
        foreach (var (window, outcome) in parents)
        {
            if (outcome.Filled == 0) continue;
            var average = outcome.Notional * denominator(window);
            var benchmark = numerator(window) * outcome.Filled;
            values.Add(Nanos.Ratio((int)outcome.Side * 10_000 * (average - benchmark), benchmark, MeanDecimals));
        }

        return values.Count == 0 ? null : values.Average();
    }

    private static decimal? Markout(List<ParentOutcome> outcomes, int horizon)
    {
        var shares = outcomes.Sum(o => o.Markouts[horizon].Shares);
        return shares == 0 ? null : Nanos.Ratio(Sum(outcomes, o => o.Markouts[horizon].Sum2), (BigInteger)shares * 2 * Nanos.One, 6);
    }

    private static List<VenueResult> ByVenue(IReadOnlyList<Parent> parents)
    {
        var venues = new SortedDictionary<string, (long Shares, BigInteger Notional, BigInteger Fees, int Fills)>(StringComparer.Ordinal);
        foreach (var (window, outcome) in parents)
            foreach (var fill in outcome.Fills)
            {
                var mic = window.Mics[fill.Venue];
                var sum = venues.GetValueOrDefault(mic);
                venues[mic] = (sum.Shares + fill.Shares, sum.Notional + (BigInteger)fill.Price * fill.Shares, sum.Fees + (BigInteger)fill.Fee * fill.Shares, sum.Fills + 1);
            }

        return [.. venues.Select(v => new VenueResult(v.Key, v.Value.Shares, v.Value.Fills, Nanos.Ratio(v.Value.Notional, (BigInteger)v.Value.Shares * Nanos.One, 6), Dollars(v.Value.Fees)))];
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

/// <summary>What was taken at one venue.</summary>
/// <param name="Mic">The venue.</param>
/// <param name="Shares">Shares filled.</param>
/// <param name="Fills">Executions.</param>
/// <param name="AvgFillPx">Mean price, dollars, 6 decimals.</param>
/// <param name="Fees">Take fees paid, dollars; negative is received.</param>
public sealed record VenueResult(string Mic, long Shares, int Fills, decimal AvgFillPx, decimal Fees);
