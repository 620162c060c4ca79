using Sor.Core.Model;
using Sor.Core.Routing;
using Sor.Core.Tape;

namespace Sor.Tests.Routing;

/// <summary>
/// Where <c>join</c>, <c>join_wide</c> and <c>queue</c> rest, by one decision: the bids of a few venues, and what is to be placed.
/// </summary>
public sealed class RestingRouterTests
{
    private const long Dollar = Nanos.One;
    private const long Cent = Dollar / 100;

    [Fact]
    public void Join_rests_in_proportion_to_what_is_displayed_at_the_slices_price_and_the_rest_at_the_largest()
    {
        // 101 of 100 + 200 + 300: 16, 33 and 50, and the two that rounding left go to the largest.
        Join(101, [(100, 10 * Dollar), (200, 10 * Dollar), (300, 10 * Dollar)]).ShouldBe([(0, 16), (1, 33), (2, 52)]);
    }

    [Fact]
    public void Join_gives_what_rounding_leaves_to_the_first_by_MIC_of_equally_large_venues()
    {
        Join(3, [(200, 10 * Dollar), (200, 10 * Dollar)], "BA").ShouldBe([(0, 1), (1, 2)]);
        Join(3, [(200, 10 * Dollar), (200, 10 * Dollar)], "AB").ShouldBe([(0, 2), (1, 1)]);
    }

    [Fact]
    public void Join_leaves_venues_alone_that_show_another_price_or_nothing()
    {
        Join(100, [(300, 9 * Dollar), (100, 10 * Dollar), (0, 10 * Dollar), (100, 10 * Dollar)]).ShouldBe([(1, 50), (3, 50)]);
    }

    [Fact]
    public void Join_sends_no_order_of_no_shares()
    {
        Join(1, [(1, 10 * Dollar), (300, 10 * Dollar)]).ShouldBe([(1, 1)]);
    }

    [Fact]
    public void Join_decides_at_the_start_of_a_slice_only()
    {
        var market = Market([(100, 10 * Dollar)]);

        var orders = Decide(new JoinRouter(), market, 100, isStart: false);

        (orders.Rests.Length, orders.Takes.Length).ShouldBe((0, 0));
    }

    [Theory]
    [InlineData(10 * Dollar, Cent, true)]
    [InlineData(10 * Dollar, Cent + 1, false)]
    [InlineData(-10 * Dollar, Cent, true)]
    [InlineData(Dollar, Cent, true)]
    [InlineData(Dollar, Cent / 100 + 1, true)]
    [InlineData(Dollar - 1, Cent / 100, true)]
    [InlineData(Dollar - 1, Cent / 100 + 1, false)]
    [InlineData(-(Dollar - 1), Cent, false)]
    public void Join_wide_takes_where_the_spread_is_one_tick_and_rests_where_it_is_wider(long price, long spread, bool takes)
    {
        var orders = Decide(new JoinWideRouter(), Market([(100, price)]), 60, spread: spread);

        (orders.Taken, orders.Rested).ShouldBe(takes ? (60, 0) : (0, 60));
    }

    [Theory]
    [InlineData(29)]
    [InlineData(30)]
    public void Queue_rests_where_slices_of_the_past_filled_and_does_as_join_with_fewer_than_thirty(int slices)
    {
        // The second venue filled an order whole in every other slice, the first never; the third does not show the slice's price.
        var market = Market([(300, 10 * Dollar), (200, 10 * Dollar), (900, 9 * Dollar)]);
        var router = new QueueRouter(new PlacementParameters(Nanos.One, Nanos.One, 0), OverfillNano: Nanos.One);

        var orders = Decide(router, market, 100, sample: new Past(slices, [0, 500]), left: 100);

        orders.IsUnlearnt.ShouldBe(slices < 30);
        orders.Rests.ToArray().Select(o => (o.Venue, o.Shares, o.ExpectedNano)).ShouldBe(
            slices < 30 ? [(0, 60L, null), (1, 40, null)] : [(1, 100L, 50 * Nanos.One)]);
        Decide(router, market, 100, isStart: false, sample: new Past(slices, [0, 500])).Rested.ShouldBe(0);
    }

    [Fact]
    public void Queue_takes_now_what_was_never_filled_where_completing_costs_more_and_goes_on_to_the_next_offer()
    {
        var router = new QueueRouter(new PlacementParameters(Nanos.One, Nanos.One, 0), OverfillNano: Nanos.One);
        var past = new Past(30, [0, 0], completion: 4 * Cent);

        var orders = Decide(router, Market([(200, 10 * Dollar), (300, 10 * Dollar)]), 400, sample: past, left: 400);

        orders.Takes.ToArray().Select(o => (o.Venue, o.Shares)).ShouldBe([(1, 300), (0, 100)]);
    }

    [Theory]
    [InlineData(400, 151)]
    [InlineData(120, 120)]
    public void Queue_may_be_filled_by_its_multiple_of_what_is_due_and_by_no_more_than_the_parent_has_left(long left, long most)
    {
        var router = new QueueRouter(new PlacementParameters(Nanos.One, Nanos.One, 0), OverfillNano: 3 * Nanos.One / 2);

        Decide(router, Market([(300, 10 * Dollar)]), 101, sample: new Past(30, [500]), left: left).Most.ShouldBe(most);
    }

    [Fact]
    public void Who_cancels_may_place_as_many_shares_as_then_are_to_be_had_and_never_fewer_than_before()
    {
        var orders = new Placement(1);
        orders.Clear(most: 100, mostIfCancelled: 140);
        orders.Cancel();
        orders.Cancel();

        (orders.IsCancelling, orders.Most).ShouldBe((true, 140));
        orders.Clear(most: 10);
        orders.IsCancelling.ShouldBeFalse();
        orders.Cancel();
        orders.Most.ShouldBe(10);
    }

    [Fact]
    public void A_placement_keeps_more_orders_than_there_are_venues_and_adds_up_their_shares()
    {
        var orders = new Placement(2);
        for (var i = 1; i <= 9; i++)
        {
            orders.Take(i % 2, i);
            orders.Rest(i % 2, 10 * i, price: i);
        }

        orders.Take(0, 0);
        orders.Rest(0, 0);

        (orders.Taken, orders.Rested).ShouldBe((45, 450));
        orders.Takes.ToArray().Select(o => o.Shares).ShouldBe([1, 2, 3, 4, 5, 6, 7, 8, 9]);
        orders.Rests.ToArray().Select(o => (o.Shares, o.Price)).ShouldBe(Enumerable.Range(1, 9).Select(i => (10L * i, (long?)i)));
    }

    [Fact]
    public void Every_router_of_ours_has_the_name_that_results_show()
    {
        IRouter[] routers =
            [new BestAskRouter(), new ProrataRouter(), new SweepRouter(), new NetRouter(), new JoinRouter(), new JoinWideRouter()];

        routers.Select(router => router.Name).ShouldBe(["best_ask", "prorata", "sweep", "net", "join", "join_wide"]);
        routers.Where(router => router.Rests).Select(router => router.Name).ShouldBe(["join", "join_wide"]);
    }

    private static (int Venue, long Shares)[] Join(long want, (uint Size, long Price)[] bids, string? mics = null) =>
        [.. Decide(new JoinRouter(), Market(bids, mics), want).Rests.ToArray().Select(order => (order.Venue, order.Shares))];

    private static Shown Market((uint Size, long Price)[] bids, string? mics = null) => new(
        new RoutedVenues(
            [.. bids.Select((_, k) => mics is null ? $"{(char)('A' + k)}" : $"{mics[k]}")], new long[bids.Length], new long[bids.Length]),
        [.. bids.Select(b => b.Price)],
        [.. bids.Select(b => b.Size)]);

    private static Placement Decide(
        IRouter router,
        Shown market,
        long want,
        bool isStart = true,
        long spread = 2 * Cent,
        ISliceSample? sample = null,
        long left = 0)
    {
        var best = market.Bid.Max();
        var view = new RoutingView
        {
            Known = market.Venues,
            Bid = market.Bid,
            BidSize = market.BidSize,
            Ask = [.. market.Bid.Select(_ => best + spread)],
            Available = market.BidSize,
            BestAsk = best + spread,
            BestBid = best,
            CollarPrice = long.MaxValue,
            Mid2 = 2 * best + spread,
            UsualSpread = MeanSpread.Of(spread),
            Want = want,
            Left = left,
            Sample = sample,
            SlicePrice = best,
            IsSliceStart = isStart,
            FirstSpread = spread,
        };
        var orders = new Placement(market.Bid.Length);
        orders.Clear(want);
        router.Decide(in view, orders);
        return orders;
    }

    private sealed record Shown(RoutedVenues Venues, long[] Bid, uint[] BidSize);

    /// <summary>Slices of which every other one fills, and at whose end the lowest offer is half of what is given beyond the mid.</summary>
    private sealed class Past(int count, long[] filled, long completion = 2 * Cent) : ISliceSample
    {
        public int Count => count;

        public Scenarios Of(ReadOnlySpan<byte> venues, ReadOnlySpan<uint> sizes)
        {
            var scenarios = new Scenarios(venues.Length, count);
            scenarios.Begin(venues.Length);
            for (var i = 0; i < count; i++) scenarios.Add(0, completion, i % 2 == 0 ? filled : new long[filled.Length]);
            scenarios.Complete();
            return scenarios;
        }
    }
}
