using Sor.Core.Analysis;
using Sor.Core.Execution;
using Sor.Core.Orders;
using Sor.Core.Results;
using Sor.Core.Strategies;

namespace Sor.Tests.Analysis;

/// <summary>
/// What a result says of orders that rested: what they saved where they were filled, whether the model's expectations held, and how far the
/// answer rests on queues.
/// </summary>
public sealed class RestingAnalysisTests
{
    [Fact]
    public void Resting_orders_save_what_best_ask_paid_for_so_many_shares_less_what_they_paid()
    {
        // best_ask pays 1 cent beyond the mid and .2 cents a share for each of 1,000; of ours 400 rested, half a cent below the mid and
        // with .1 cents earned.
        var bestAsk = Parent(filled: 1_000, halfSpread2: 2_000 * (Int128)Cents(1), fees: 1_000 * (Int128)Cents(.2m), []);
        var ours = Parent(
            filled: 1_000,
            0,
            0,
            [
                Fill(400, mid: 10.00m, price: 9.995m, fee: -.001m, FillKind.Rested),
                Fill(600, mid: 10.00m, price: 10.01m, fee: .002m, FillKind.Taken),
            ]);

        // 400 x (1.2 + .6) cents of 1,000 shares at 10 dollars.
        RestingShare.Saving([bestAsk], [ours]).Value.ShouldBe(10_000m * 400 * .018m / (1_000 * 10));
        RestingShare.Saving([bestAsk], [ours with { Maker = 0, Fills = Array.Empty<Fill>() }]).Value.ShouldBe(0);
    }

    [Fact]
    public void A_saving_is_taken_apart_by_what_is_paid()
    {
        // best_ask takes 1,000 shares a cent beyond the mid. Of ours 400 rested, a cent below the mid, which fell two cents in the ten
        // seconds after; 600 were swept at a close; and the mid had come half a cent nearer for these.
        var bestAsk = Parent(
            filled: 1_000,
            halfSpread2: 2_000 * (Int128)Cents(1),
            fees: 1_000 * (Int128)Cents(.2m),
            [Fill(1_000, mid: 10.00m, price: 10.01m, fee: .002m, FillKind.Taken)]);
        var ours = Parent(
            filled: 1_000,
            halfSpread2: 400 * (Int128)Cents(1),
            fees: 1_000 * (Int128)Cents(.1m),
            [
                Fill(400, mid: 10.00m, price: 9.99m, fee: -.001m, FillKind.Rested),
                Fill(600, mid: 10.00m, price: 10.01m, fee: .002m, FillKind.Taken) with { Sweep = SweepKind.Closing },
            ]) with
        {
            Timing2 = -600 * (Int128)Cents(1),
            MakerMarkouts = [default, new Markout(0, -800 * (Int128)Cents(2), 400), default],
        };

        var parts = SavingParts.Of([([bestAsk], [ours])]);

        // A cent on each of 100 shares is a dollar, of 10,000: a basis point.
        decimal Bps(decimal cents) => cents * .01m;
        parts.RestingHalfSpreadBps.Value.ShouldBe(Bps(400));
        parts.AdverseSelectionBps.Value.ShouldBe(-Bps(800));
        parts.TakingBps.Value.ShouldBe(Bps(1_000));
        parts.ClosingBps.Value.ShouldBe(-Bps(600));
        parts.FeesBps.Value.ShouldBe(Bps(100));
        parts.DriftBps.Value.ShouldBe(Bps(300 + 800));
        parts.RemainderBps.Value.ShouldBe(0);
    }

    [Theory]
    [InlineData(80, 100, "fewer")]
    [InlineData(125, 100, "more")]
    [InlineData(95, 100, "as expected")]
    [InlineData(108, 100, "as expected")]
    public void The_model_is_off_where_fills_differ_from_what_it_expected_by_more_than_a_tenth_beyond_chance(
        long filled,
        long expected,
        string told)
    {
        var result = Calibrated([.. Enumerable.Range(0, 8).Select(i => Posted(filled + i % 2, expected))]);

        result.Told.ShouldBe(told);
        (result.All.Orders, result.All.Shares, result.All.Expected).ShouldBe((8, 8_000, 8m * expected));
        result.All.Ratio.ShouldBe(decimal.Round((8m * filled + 4) / (8 * expected), 4));
        result.ByVenue.Keys.ShouldBe(["XNYS"]);
        result.ByTenth[1].Orders.ShouldBe(8);
    }

    [Fact]
    public void What_scatters_is_chance_and_under_six_parents_nothing_is_told()
    {
        Calibrated([.. Enumerable.Range(0, 8).Select(i => Posted(i % 2 == 0 ? 0 : 160, 100))]).Told.ShouldBe("as expected");
        Calibrated([.. Enumerable.Range(0, 5).Select(_ => Posted(10, 100))]).Told.ShouldBe("as expected");
    }

    [Fact]
    public async Task The_bracket_is_the_same_parents_under_the_other_assumptions_ours_and_the_rivals()
    {
        var market = new Market();
        for (var i = 0; i < 1_200; i++)
        {
            var px = 20m + i * 37 % 5 * 0.01m;
            market.Quote(-1 + i * .25, i % 2 == 0 ? Market.Nasdaq : Market.Nyse, px, (uint)(100 + i % 5 * 100), px + 0.04m, 300);
            if (i % 3 == 0) market.Trade(-1 + i * .25, Market.Nasdaq, px - i % 2 * 0.01m, 200);
        }

        var options = SmallRun.Options(seconds: 280);
        options = options with { Window = options.Window with { Horizon = Duration.OfSeconds(20) } };
        var outcomes = await SmallRun.OutcomesAsync(options, [.. market.Records]);
        var result = SmallRun.Result(options, outcomes);

        var strategies = options.Strategies;
        var judged = outcomes.Single().Windows.Skip(7).ToList();
        var chosen = strategies.Points.Single(p => result.BestParameters.All(best => p.Point[best.Key] == best.Value));
        var bracket = result.Verdict.Bracket!;
        bracket.Keys.ShouldBe(["optimistic", "pessimistic"]);
        for (var a = 0; a < 2; a++)
        {
            var saving = judged.Average(w => ParameterChoice.Difference(w.Of(strategies.BestAsk), w.Of(chosen.Bracket[a])).Value);
            bracket.Values.ElementAt(a).AgainstBestAsk.Value.ShouldBe(saving);
        }

        result.Details.Strategies.Keys.ShouldBe(
            [
                "best_ask", "prorata", "sweep", "net", "join", "join_wide", "static", "queue",
            "join.optimistic",
            "join.pessimistic",
            "join_wide.optimistic",
            "join_wide.pessimistic",
            "queue.optimistic",
            "queue.pessimistic",
            ]);
        result.Verdict.Sentence.ShouldContain("under the optimistic one and");
    }

    private static CalibrationResult Calibrated(IReadOnlyList<PostedOrders> parents)
    {
        var strategy = StrategySet.Default.BestAsk;
        var windows = parents.Select(posted => MadeWindow.Of([[Parent(0, 0, 0, []) with { Posted = posted }]])).ToList();
        return Calibration.Of(windows, strategy).ShouldNotBeNull();
    }

    private static PostedOrders Posted(long filled, long expected)
    {
        var tally = new PostedTally(venues: 2);
        tally.Add(venue: 1, shares: 1_000, expectedNano: expected * Nanos.One, filled);
        return tally.Close()!;
    }

    private static ParentOutcome Parent(long filled, Int128 halfSpread2, Int128 fees, Fill[] fills) => new()
    {
        Side = Side.Buy,
        Quantity = 1_000,
        ArrivalMid2 = Market.Px(20m),
        Filled = filled,
        Notional = 0,
        Fees = fees,
        HalfSpread2 = halfSpread2,
        Timing2 = 0,
        RemainderPrice = 0,
        RemainderPriceAtHalfCollar = 0,
        RemainderPriceAtTwiceCollar = 0,
        RemainderFee = 0,
        Fills = fills,
        Markouts = [],
        VolumeMeanwhile = 0,
        BucketShares = [],
        Overtime = 0,
        WaitedShareNanos = 0,
        Maker = fills.Where(f => f.Kind != FillKind.Taken).Sum(f => f.Shares),
    };

    private static Fill Fill(long shares, decimal mid, decimal price, decimal fee, FillKind kind) =>
        new(0, Market.Open, 2 * Market.Px(mid), 0, SweepKind.None, shares, Market.Px(price), Market.Px(fee), kind);

    private static long Cents(decimal cents) => Market.Px(cents / 100);
}
