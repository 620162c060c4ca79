using Sor.Core.Book;
using Sor.Core.Execution;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Tape;
using static Sor.Tests.Execution.RestingMarket;
using static Sor.Tests.Market;

namespace Sor.Tests.Execution;

/// <summary>What slices of the past teach a decision, and which of them it looks at.</summary>
public sealed class SliceHistoryTests
{
    private const int Proportional = 0, Optimistic = 1, Pessimistic = 2;

    [Fact]
    public void An_order_without_limit_is_filled_by_the_rules_of_resting_orders_under_each_assumption()
    {
        // 300 displayed, half of it cancelled, 200 sold; then a print through of 70, and 40 offered at the price.
        var slice = Observe(
            Steady()
                .Quote(1.2, Nasdaq, 10.00m, 400, 10.04m, 300)
                .Quote(1.3, Nasdaq, 10.00m, 200, 10.04m, 300)
                .Trade(1.5, Nasdaq, 10.00m, 200)
            .Trade(1.6, Nasdaq, 9.99m, 70).Quote(1.7, Nyse, 9.90m, 100, 10.00m, 40).Quote(1.8, Nyse, 9.90m, 100, 10.05m, 40));

        slice.Filled[Proportional].ShouldBe([200 - 150 + 70 + 40]);
        slice.Filled[Optimistic].ShouldBe([VirtualOrders.Unlimited]);
        slice.Filled[Pessimistic].ShouldBe([0 + 70], "all 200 displayed stand ahead");
    }

    [Fact]
    public void Each_order_is_alone_so_that_all_of_them_are_filled_by_the_same_offer()
    {
        var slice = Observe(
            Steady()
                .Quote(-1, Arca, 10.00m, 100, 10.04m, 300)
                .Quote(1.5, Iex, 9.90m, 100, 10.00m, 60)
                .Quote(1.6, Iex, 9.90m, 100, 10.00m, 50)
                .Quote(1.7, Iex, 9.90m, 100, 10.05m, 50));

        slice.Filled[Proportional].ShouldBe([60, 60]);
        slice.Sizes.ShouldBe([100u, 300], "in the order of MICs: Arca, then Nasdaq");
    }

    [Fact]
    public void Every_slice_begins_anew_with_an_order_at_each_venue_that_shows_its_price()
    {
        // 150 are sold at Arca to 100 displayed, 70 go through at Nasdaq, 40 are offered at the price; New York shows another price. The
        // second slice is Nasdaq's alone, and 320 are sold to 300 displayed.
        var market = Steady()
            .Quote(-1, Arca, 10.00m, 100, 10.04m, 300)
            .Quote(-1, Nyse, 9.99m, 100, 10.04m, 300)
            .Trade(0.5, Arca, 10.00m, 150)
            .Trade(0.6, Nasdaq, 9.99m, 70)
            .Trade(0.7, Nyse, 9.99m, 900)
            .Quote(0.8, Iex, 9.90m, 100, 10.00m, 40)
            .Quote(0.9, Iex, 9.90m, 100, 10.05m, 40)
            .Quote(1.5, Nasdaq, 10.01m, 300, 10.04m, 300)
            .Trade(2.5, Nasdaq, 10.01m, 320)
            .Trade(2.6, Arca, 10.00m, 50);

        var slices = All(market.Tape(), Side.Buy);

        slices[0].Filled[Proportional].ShouldBe([50 + 40, 70 + 40], "Arca and Nasdaq");
        slices[0].Filled[Optimistic].ShouldBe([VirtualOrders.Unlimited, VirtualOrders.Unlimited]);
        slices[0].Filled[Pessimistic].ShouldBe([50, 70]);
        slices[1].Filled.ShouldAllBe(filled => filled.SequenceEqual(new long[] { 20 }));
    }

    [Fact]
    public void A_sellers_order_of_the_past_is_filled_by_buys()
    {
        var market = Steady().Trade(1.5, Nasdaq, 10.04m, 350, RecordSide.Bid).Trade(1.6, Nasdaq, 10.04m, 90, RecordSide.Ask);

        var slice = Observe(market, Side.Sell);

        slice.Filled.ShouldAllBe(filled => filled.SequenceEqual(new long[] { 50 }));
    }

    [Fact]
    public void Completing_goes_where_it_costs_least()
    {
        var slice = Observe(Steady().Quote(-1, Arca, 9.99m, 300, 10.05m, 300).Quote(1.5, Nyse, 9.99m, 300, 10.03m, 300));

        slice.Completion.ShouldBe(2 * Px(10.031m) - Px(20.03m));
    }

    [Fact]
    public void An_order_of_the_past_is_never_refused()
    {
        // Locked at the start: what is offered there fills with the first quote.
        var slice = Observe(
            new Market()
                .Quote(-1, Nasdaq, 10.00m, 300, 10.04m, 300)
                .Quote(-1, Nyse, 9.90m, 300, 10.00m, 80)
                .Quote(1.5, Nyse, 9.90m, 300, 10.00m, 80)
                .Quote(1.6, Nyse, 9.90m, 300, 10.04m, 80));

        slice.Filled[Proportional].ShouldBe([80]);
    }

    [Fact]
    public void The_move_is_of_twice_the_mid_and_completing_costs_the_lowest_offer_with_its_fee_beyond_the_mid()
    {
        var market = Steady().Quote(1.5, Nasdaq, 10.01m, 300, 10.05m, 300);

        var (buy, sell) = (Observe(market), Observe(market, Side.Sell));

        (buy.Move, buy.Completion).ShouldBe((Px(0.02m), 2 * Px(10.051m) - Px(20.06m)));
        (sell.Move, sell.Completion).ShouldBe((Px(-0.02m), Px(20.06m) - 2 * Px(10.009m)));
    }

    [Fact]
    public void A_slice_at_whose_end_nothing_is_offered_within_the_collar_teaches_nothing()
    {
        var tape = Steady().Quote(1.5, Nasdaq, 9.00m, 300, 9.60m, 300).Quote(2.5, Nasdaq, 10.00m, 300, 10.04m, 300).Tape();

        All(tape, Side.Buy).Select(s => s.Start).ShouldNotContain(Open, "the mid is 9.30 then, and the collar 5 cents");
        All(tape, Side.Buy).Count.ShouldBe(2);
    }

    [Fact]
    public void A_decision_looks_at_what_has_ended_and_began_within_half_an_hour_the_newest_two_hundred()
    {
        var many = new SliceHistory([.. Enumerable.Range(0, 300).Select(i => Slice(i * 10, i * 10 + 10))]);

        many.CountAt(Seconds(9)).ShouldBe(0);
        many.CountAt(Seconds(10)).ShouldBe(1);
        many.CountAt(Seconds(1_795)).ShouldBe(179);
        many.CountAt(Seconds(2_000)).ShouldBe(180, "from 200 s on");
        new SliceHistory([.. Enumerable.Range(0, 300).Select(i => Slice(i, i + 1))]).CountAt(Seconds(300)).ShouldBe(200);
    }

    [Fact]
    public void A_venue_that_was_not_in_a_slice_is_filled_as_the_one_of_the_nearest_size_of_equals_the_first_by_mic()
    {
        var history = new SliceHistory([
            Slice(0, 10) with
            {
                Venues = [4, 2, 7],
                Sizes = [100, 300, 500],
                Filled =
                [
                    [1, 2, 3],
                    [4, 5, 6],
                    [7, 8, 9],
                ],
            },
        ]);

        var scenarios = history.At(Seconds(20), Optimistic, [9, 2, 5, 6], [200, 900, 401, 400]);

        Enumerable
            .Range(0, 4)
            .Select(k => scenarios.Filled(k)[0])
            .ShouldBe([4, 5, 6, 5], "200 is as near to 100 as to 300, 401 nearer to 500, 400 as near to 300");
        history.At(Seconds(20), Optimistic, [4, 7], [300, 100]).Filled(0)[0].ShouldBe(4, "a venue that was in it is filled as itself, whatever its size");
    }

    [Fact]
    public void Changing_the_future_of_a_decision_changes_nothing_of_what_it_learns()
    {
        var past = Steady().Trade(1.5, Nasdaq, 10.00m, 350).Quote(1.9, Nasdaq, 10.01m, 100, 10.04m, 300);
        var one = new SliceHistory(All(new Market().Append(past).Trade(2.2, Nasdaq, 10.00m, 900).Tape(), Side.Buy));
        var other = new SliceHistory(All(new Market().Append(past).Quote(2.1, Nasdaq, 9.99m, 700, 10.00m, 300).Tape(), Side.Buy));

        var (a, b) = (one.At(Open + Seconds(2), Proportional, [0], [100]), other.At(Open + Seconds(2), Proportional, [0], [100]));

        (a.Count, a.Filled(0)[0], a.Moves[0]).ShouldBe((1, 50, Px(0.01m)));
        (b.Count, b.Filled(0)[0], b.Moves[0]).ShouldBe((1, 50, Px(0.01m)));
    }

    private static ObservedSlice Slice(double start, double end) => new(Seconds(start), Seconds(end), 0, 0, [0], [100], [[0], [0], [0]]);

    private static ObservedSlice Observe(Market market, Side side = Side.Buy) => All(market.Tape(), side)[0];

    private static List<ObservedSlice> All(WindowTape tape, Side side)
    {
        var slices = Sor.Core.Tape.Slice.Of(tape, side == Side.Buy ? BookSide.Bid : BookSide.Ask, new WindowBuckets(tape, Seconds(60)));
        return SliceObserver.Observe(
            tape,
            side,
            slices,
            new Collar(50 * Nanos.One),
            new VenueCosts(tape, FeeSchedule.Parse("flat:take=0.001,add=-0.0005", anyDate: false)),
            QueueAssumptions.All);
    }
}
