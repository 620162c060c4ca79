using Sor.Core.Execution;
using Sor.Core.Orders;
using Sor.Core.Routing;
using Sor.Core.Tape;
using static Sor.Tests.Market;

namespace Sor.Tests.Execution;

public sealed class ParentExecutionTests
{
    private static readonly SweepRouter Sweep = new();

    [Fact]
    public void What_was_taken_stays_taken_until_shares_are_added_or_the_price_changes()
    {
        var tape = new Market()
            .Quote(-1, Nasdaq, 10.00m, 100, 10.02m, 100)
            .Quote(1.5, Nasdaq, 10.00m, 100, 10.02m, 130)
            .Quote(2.5, Nasdaq, 10.00m, 100, 10.03m, 50)
            .Quote(99, Nasdaq, 10.00m, 100, 10.03m, 50)
            .Tapes(0, 4).Single();

        var outcome = Execute(tape, Sweep, 500);

        Shown(outcome).ShouldBe([(0, 100, 10.02m), (2, 30, 10.02m), (3, 50, 10.03m)]);
        outcome.Remainder.ShouldBe(320);
    }

    [Fact]
    public void Naive_liquidity_is_there_again_at_every_decision()
    {
        var tape = OneVenue().Tapes(0, 2).Single();

        Shown(Execute(tape, Sweep, 250, liquidity: Liquidity.Naive)).ShouldBe([(0, 100, 10.02m), (1, 100, 10.02m), (2, 50, 10.02m)]);
    }

    [Fact]
    public void Twap_gives_equal_shares_per_bucket_the_first_ones_one_more_and_each_close_sweeps_what_is_due()
    {
        var tape = OneVenue(size: 1000).Tapes(0, 180).Single();

        // best_ask waits for nothing here; static with lambda 0 never takes before the close at 59, 119 and 180 s.
        Shown(Execute(tape, new BestAskRouter(), 10, schedule: new Schedule(ScheduleKind.Twap)))
            .ShouldBe([(0, 4, 10.02m), (60, 3, 10.02m), (120, 3, 10.02m)]);
        var closing = Execute(tape, new StaticRouter(0), 10, schedule: new Schedule(ScheduleKind.Twap));
        Shown(closing).ShouldBe([(59, 4, 10.02m), (119, 3, 10.02m), (180, 3, 10.02m)]);
        closing.Fills.ShouldAllBe(f => f.Sweep == SweepKind.Closing);
    }

    [Fact]
    public void Percent_of_volume_follows_the_bucket_before_and_the_last_takes_the_rest()
    {
        var tape = new Market()
            .Quote(-1, Nasdaq, 10, 100, 10.02m, 1000)
            .Trade(5, Nasdaq, 10.02m, 199)
            .Trade(65, Nasdaq, 10.02m, 50)
            .Quote(999, Nasdaq, 10, 100, 10.02m, 1000)
            .Tapes(0, 180)
            .Single();

        var outcome = Execute(tape, new BestAskRouter(), 100, schedule: new Schedule(ScheduleKind.PercentOfVolume, 100_000_000));

        Shown(outcome).ShouldBe([(60, 19, 10.02m), (120, 81, 10.02m)]);
    }

    [Fact]
    public void A_child_meets_the_book_of_its_arrival_within_its_limit_and_what_it_cannot_fill_is_decided_again()
    {
        var tape = new Market()
            .Quote(-1, Nasdaq, 10.00m, 100, 10.02m, 100)
            .Quote(0.2, Nasdaq, 10.00m, 100, 10.02m, 40)
            .Quote(1.3, Nasdaq, 10.00m, 100, 10.04m, 500)
            .Quote(99, Nasdaq, 10.00m, 100, 10.04m, 500)
            .Tapes(0, 3, latency: 0.5).Single();

        // 0.0: 100 sent at 10.02, 40 are left at 0.5. 1.0: nothing available. 2.0: the rest at 10.04, there at 2.5.
        Shown(Execute(tape, Sweep, 100)).ShouldBe([(0.5, 40, 10.02m), (2.5, 60, 10.04m)]);
    }

    [Fact]
    public void Shares_in_flight_are_not_decided_on_again()
    {
        var tape = OneVenue(size: 1000).Tapes(0, 4, latency: 2.5).Single();

        Shown(Execute(tape, Sweep, 100)).ShouldBe([(2.5, 100, 10.02m)]);
    }

    [Fact]
    public void A_price_that_got_worse_in_flight_is_not_paid_and_one_that_got_better_is_taken()
    {
        var worse = new Market()
            .Quote(-1, Nasdaq, 10, 100, 10.02m, 100)
            .Quote(0.1, Nasdaq, 10, 100, 10.03m, 100)
            .Quote(99, Nasdaq, 10, 100, 10.03m, 100);
        Shown(Execute(worse.Tapes(0, 0.3, latency: 0.2).Single(), Sweep, 100)).ShouldBe([(0.5, 100, 10.03m)]);

        var better = new Market()
            .Quote(-1, Nasdaq, 10, 100, 10.02m, 100)
            .Quote(0.1, Nasdaq, 9.99m, 100, 10.01m, 100)
            .Quote(99, Nasdaq, 10, 100, 10.03m, 100);
        Shown(Execute(better.Tapes(0, 0.3, latency: 0.2).Single(), Sweep, 100)).ShouldBe([(0.2, 100, 10.01m)]);
    }

    [Fact]
    public void While_the_market_is_crossed_nothing_is_decided()
    {
        var tape = new Market()
            .Quote(-1, Nasdaq, 10.00m, 100, 10.02m, 100)
            .Quote(0.5, Nyse, 10.05m, 100, 10.06m, 100)
            .Quote(1.5, Nyse, 9.9m, 100, 10.06m, 100)
            .Quote(99, Nasdaq, 10, 100, 10.02m, 100)
            .Tapes(0, 2)
            .Single();

        tape.Skipped.Crossed.ShouldBe(1);
        Shown(Execute(tape, Sweep, 200, liquidity: Liquidity.Naive)).ShouldBe([(0, 100, 10.02m), (2, 100, 10.02m)]);
    }

    [Fact]
    public void A_remainder_is_charged_the_collar_rounded_down_plus_the_highest_fee()
    {
        var tape = new Market()
            .Quote(-1, Nasdaq, 10.00m, 100, 10.02m, 100).Quote(-1, Nyse, 1.00m, 100, 99m, 100)
            .Quote(99, Nasdaq, 10.00m, 100, 10.02m, 100).Tapes(0, 1).Single();

        var buy = Execute(tape, Sweep, 150, fees: "flat:take=0.003");
        (buy.Filled, buy.RemainderPrice, buy.RemainderFee).ShouldBe((100, Px(10.01m * 1.005m), Px(0.003m)));
        buy.Cash.ShouldBe(100 * (Int128)Px(10.023m) + 50 * (Int128)Px(10.06305m));

        var sell = Execute(tape, Sweep, 150, Side.Sell, fees: "flat:take=0.003");
        (sell.Filled, sell.RemainderPrice).ShouldBe((100, Px(10.01m * 0.995m)));
        sell.Cash.ShouldBe(100 * (Int128)Px(9.997m) + 50 * (Int128)(Px(9.95995m) - Px(0.003m)));
    }

    [Fact]
    public void A_remainder_is_charged_what_the_dearest_sweep_paid_where_the_market_has_come_back_since()
    {
        // The close at 2 s pays 10.02, or 10.00; overtime 9.27, or 10.79. Then only offers beyond the collar are left, at a mid of 9.25 or
        // 10.80.
        var cheaper = new Market()
            .Quote(-1, Nasdaq, 10.00m, 100, 10.02m, 100)
            .Quote(2.5, Nasdaq, 9.25m, 100, 9.27m, 20)
            .Quote(3.5, Nasdaq, 9.00m, 100, 9.50m, 100)
            .Quote(99, Nasdaq, 9.00m, 100, 9.50m, 100)
            .Tapes(0, 2, overtime: 3).Single();
        var buy = Execute(cheaper, new StaticRouter(0), 150);
        Shown(buy).ShouldBe([(2, 100, 10.02m), (3, 20, 9.27m)]);
        (buy.RemainderPrice, buy.RemainderPriceAtHalfCollar, buy.RemainderPriceAtTwiceCollar).ShouldBe(
            (Px(10.02m), Px(10.02m), Px(10.02m)));

        var dearer = new Market()
            .Quote(-1, Nasdaq, 10.00m, 100, 10.02m, 100)
            .Quote(2.5, Nasdaq, 10.79m, 20, 10.81m, 100)
            .Quote(3.5, Nasdaq, 10.50m, 100, 11.10m, 100)
            .Quote(99, Nasdaq, 10.50m, 100, 11.10m, 100)
            .Tapes(0, 2, overtime: 3).Single();
        var sell = Execute(dearer, new StaticRouter(0), 150, Side.Sell);
        Shown(sell).ShouldBe([(2, 100, 10.00m), (3, 20, 10.79m)]);
        (sell.RemainderPrice, sell.RemainderPriceAtHalfCollar, sell.RemainderPriceAtTwiceCollar).ShouldBe(
            (Px(10.00m), Px(10.00m), Px(10.00m)));
    }

    [Fact]
    public void The_fee_of_a_remainder_is_the_highest_of_any_venue_seen()
    {
        var fees = FeeSchedule.Shipped(anyDate: false);
        var tape = new Market().Quote(-2, Bx, 9.99m, 100, 10.03m, 100).Append(OneVenue()).Tapes(0, 2).Single();
        var (nasdaq, bx) = (fees.Of("XNAS", new DateOnly(2024, 10, 17)).Take, fees.Of("XBOS", new DateOnly(2024, 10, 17)).Take);

        bx.ShouldBeLessThan(nasdaq);
        new VenueCosts(tape, fees).HighestTake.ShouldBe(nasdaq);
    }

    [Fact]
    public void Below_a_dollar_fees_per_share_are_refused_and_a_flat_fee_is_not()
    {
        var shipped = FeeSchedule.Shipped(anyDate: false);
        var below = new Market().Quote(-1, Nasdaq, 0.9998m, 100, 1.0001m, 100).Quote(99, Nasdaq, 1, 100, 2, 100).Tapes(0, 1).Single();
        var dollar = new Market().Quote(-1, Nasdaq, 0.9999m, 100, 1.0001m, 100).Quote(99, Nasdaq, 1, 100, 2, 100).Tapes(0, 1).Single();

        Should.Throw<SorException>(() => new VenueCosts(below, shipped)).Message.ShouldContain("trades below $1 on 2024-10-17");
        new VenueCosts(below, FeeSchedule.Parse("flat:take=0.003", anyDate: false)).HighestTake.ShouldBe(Px(0.003m));
        new VenueCosts(dollar, shipped).HighestTake.ShouldBePositive();
    }

    [Fact]
    public void A_child_that_finds_nothing_left_is_no_fill()
    {
        // 50 shares due at 0 s and 50 at 1 s are sent while 100 are displayed; of the 50 that are left by then the first child takes all.
        var tape = new Market()
            .Quote(-1, Nasdaq, 10.00m, 100, 10.02m, 100)
            .Quote(1.1, Nasdaq, 10.00m, 100, 10.02m, 50)
            .Quote(99, Nasdaq, 10.00m, 100, 10.02m, 50)
            .Tapes(0, 2, bucket: 1, latency: 1.5).Single();

        Shown(Execute(tape, new BestAskRouter(), 100, schedule: new Schedule(ScheduleKind.Twap))).ShouldBe([(1.5, 50, 10.02m)]);
    }

    [Fact]
    public void A_child_with_a_limit_of_its_own_pays_up_to_it_and_no_more()
    {
        // Decided on at 10.02 with a cent to spare; two cents dearer is too much.
        Shown(Execute(Dearer(10.03m), new SparesACent(), 100)).ShouldBe([(0.5, 100, 10.03m)]);
        Shown(Execute(Dearer(10.04m), new SparesACent(), 100)).ShouldBeEmpty();

        static WindowTape Dearer(decimal ask) => new Market()
            .Quote(-1, Nasdaq, 10.00m, 100, 10.02m, 100)
            .Quote(0.2, Nasdaq, 10.00m, 100, ask, 100)
            .Quote(99, Nasdaq, 10.00m, 100, ask, 100)
            .Tapes(0, 0.1, latency: 0.5).Single();
    }

    [Fact]
    public void What_is_usual_is_the_spread_of_the_time_before_and_not_of_the_decision()
    {
        // Ten minutes of ten cents, then two. With lambda 1 an offer a cent above the mid is less than the usual half-spread, about five
        // cents, and is taken before the close; of one that always was two cents wide it is not.
        var narrowed = new Market().Quote(-600, Nasdaq, 10.00m, 100, 10.10m, 100).Append(OneVenue()).Tapes(0, 2).Single();
        var narrow = new Market().Quote(-600, Nasdaq, 10.00m, 100, 10.02m, 100).Append(OneVenue()).Tapes(0, 2).Single();

        Shown(Execute(narrowed, new StaticRouter(Nanos.One), 100)).ShouldBe([(0, 100, 10.02m)]);
        Shown(Execute(narrow, new StaticRouter(Nanos.One), 100)).ShouldBe([(2, 100, 10.02m)]);
    }

    [Fact]
    public void A_router_sees_the_market_turned_for_a_seller_no_price_of_a_venue_that_has_not_quoted_and_when_its_bucket_ends()
    {
        var tape = new Market()
            .Quote(-1, Nasdaq, 10.00m, 100, 10.02m, 100)
            .Quote(7.5, Bx, 9.99m, 50, 10.03m, 60)
            .Quote(99, Nasdaq, 10.00m, 100, 10.02m, 100)
            .Tapes(0, 10, bucket: 5)
            .Single();
        var seen = new Notes();

        Execute(tape, seen, 10, Side.Sell, new Schedule(ScheduleKind.Twap));

        seen.Views[0].ShouldBe((0, Px(-10.02m), Px(-10.00m), long.MinValue, long.MaxValue, 5));
        seen.Views[^1].ShouldBe((9, Px(-10.02m), Px(-10.00m), Px(-10.03m), Px(-9.99m), 10));
    }

    [Fact]
    public void What_is_not_filled_at_the_end_is_swept_at_each_grid_decision_of_overtime_whatever_the_router()
    {
        var market = new Market()
            .Quote(-1, Nasdaq, 10.00m, 100, 10.02m, 100)
            .Quote(3.5, Nasdaq, 10.00m, 100, 10.02m, 130)
            .Quote(5.2, Nasdaq, 10.00m, 100, 10.03m, 500)
            .Quote(99, Nasdaq, 10.00m, 100, 10.03m, 500);

        // The window ends between two decisions of the grid, which goes on at 3, 4 and 5 s; nothing is decided at 6.
        var tape = market.Tapes(0, 2.5, overtime: 3).Single();
        tape.Instants.ToArray()
            .Select(i => ((i.Time - Open) / 1e9, i.Kind))
            .Skip(3)
            .ShouldBe([
                (2.5, InstantKind.Decision | InstantKind.Grid),
                (3, InstantKind.Overtime),
                (4, InstantKind.Overtime),
                (5, InstantKind.Overtime),
            ]);
        foreach (var router in new IRouter[] { new BestAskRouter(), Sweep, new StaticRouter(3_000_000_000) })
        {
            var outcome = Execute(tape, router, 150);
            Shown(outcome).ShouldBe([(0, 100, 10.02m), (4, 30, 10.02m)]);
            outcome.Fills.Select(f => f.Sweep).ShouldBe([SweepKind.None, SweepKind.Overtime]);
            (outcome.Overtime, outcome.Remainder).ShouldBe((30, 20));
        }

        Shown(Execute(market.Tapes(0, 2.5, overtime: 4).Single(), Sweep, 150))
            .ShouldBe([(0, 100, 10.02m), (4, 30, 10.02m), (6, 20, 10.03m)]);
    }

    [Fact]
    public void A_child_of_overtime_arrives_after_the_latency_too()
    {
        var market = new Market()
            .Quote(-1, Nasdaq, 10.00m, 100, 10.02m, 100)
            .Quote(2.2, Nasdaq, 10.00m, 100, 10.02m, 300)
            .Quote(99, Nasdaq, 10.00m, 100, 10.02m, 300);

        Shown(Execute(market.Tapes(0, 2, latency: 0.5, overtime: 1).Single(), Sweep, 150))
            .ShouldBe([(0.5, 100, 10.02m), (3.5, 50, 10.02m)]);
    }

    [Fact]
    public void A_remainder_is_charged_the_collar_at_the_last_decision_of_overtime()
    {
        var market = new Market()
            .Quote(-1, Nasdaq, 10.00m, 100, 10.02m, 100)
            .Quote(1.5, Nasdaq, 20.00m, 100, 20.02m, 10)
            .Quote(2.5, Nasdaq, 30.00m, 0, 30.02m, 0)
            .Quote(99, Nasdaq, 10.00m, 100, 10.02m, 100);

        var outcome = Execute(market.Tapes(0, 1, overtime: 5).Single(), Sweep, 150);

        (outcome.Overtime, outcome.Remainder, outcome.RemainderPrice).ShouldBe((10, 40, Px(20.01m * 1.005m)));
        (outcome.RemainderPriceAtHalfCollar, outcome.RemainderPriceAtTwiceCollar).ShouldBe((Px(20.01m * 1.0025m), Px(20.01m * 1.01m)));
    }

    [Fact]
    public void Shares_wait_from_when_they_become_due_the_longest_due_filled_first()
    {
        // 5 shares due at 0, 60 and 120 s; 5 are there at 0, and 10 more from 90 s on.
        var market = new Market()
            .Quote(-1, Nasdaq, 10.00m, 100, 10.02m, 5)
            .Quote(90, Nasdaq, 10.00m, 100, 10.02m, 10)
            .Quote(119.5, Nasdaq, 10.00m, 100, 10.02m, 10)
            .Quote(130, Nasdaq, 10.00m, 100, 10.02m, 20)
            .Quote(999, Nasdaq, 10.00m, 100, 10.02m, 20);

        var outcome = Execute(market.Tapes(0, 180).Single(), new BestAskRouter(), 15, schedule: new Schedule(ScheduleKind.Twap));

        Shown(outcome).ShouldBe([(0, 5, 10.02m), (90, 5, 10.02m), (130, 5, 10.02m)]);
        outcome.WaitedShareNanos.ShouldBe((Int128)(5 * 30 + 5 * 10) * 1_000_000_000);
    }

    [Fact]
    public void Of_a_parent_that_is_filled_in_part_the_shares_due_first_are_those_that_waited()
    {
        // 5 shares due at 0, 60 and 120 s; 7 are there at 90 s: 5 have waited 90 s and 2 of the next 30 s.
        var market = new Market()
            .Quote(-1, Nasdaq, 10.00m, 100, 10.40m, 7)
            .Quote(89.5, Nasdaq, 10.10m, 100, 10.12m, 7)
            .Quote(90.5, Nasdaq, 10.10m, 100, 10.40m, 7)
            .Quote(999, Nasdaq, 10.00m, 100, 10.40m, 7);

        var outcome = Execute(market.Tapes(0, 180).Single(), new BestAskRouter(), 15, schedule: new Schedule(ScheduleKind.Twap));

        Shown(outcome).ShouldBe([(90, 7, 10.12m)]);
        outcome.WaitedShareNanos.ShouldBe((Int128)(5 * 90 + 2 * 30) * 1_000_000_000);
    }

    private static Market OneVenue(uint size = 100) =>
        new Market().Quote(-1, Nasdaq, 10.00m, 100, 10.02m, size).Quote(999, Nasdaq, 10.00m, 100, 10.02m, size);

    private static (double Time, long Shares, decimal Price)[] Shown(ParentOutcome outcome) =>
        [.. outcome.Fills.Select(f => ((f.Time - Open) / 1e9, f.Shares, (decimal)f.Price / Nanos.One))];

    /// <summary>Takes all that is due at the first venue, for up to a cent more than it asks.</summary>
    private sealed class SparesACent : IRouter
    {
        public string Name => "spares_a_cent";

        public void Decide(in RoutingView view, Placement orders) => orders.Take(0, view.Want, view.Ask[0] + Px(0.01m));
    }

    /// <summary>Takes nothing, and notes what it sees: the second, both best prices, what the second venue shows, and the bucket's end.</summary>
    private sealed class Notes : IRouter
    {
        public string Name => "notes";

        public List<(double At, long BestBid, long BestAsk, long Bid, long Ask, double BucketEnd)> Views { get; } = [];

        public void Decide(in RoutingView view, Placement orders) => Views.Add((
            (view.Time - Open) / 1e9, view.BestBid, view.BestAsk, view.Bid[1], view.Ask[1], (view.BucketEnd - Open) / 1e9));
    }
}
