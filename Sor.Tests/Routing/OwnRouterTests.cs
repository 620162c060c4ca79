using Sor.Core.Execution;
using Sor.Core.Orders;
using Sor.Core.Routing;
using Sor.Tests.Execution;
using static Sor.Tests.Market;

namespace Sor.Tests.Routing;

/// <summary>What a router of a user's own may ask for, what it is told where it asks for more, and what becomes of it.</summary>
public sealed class OwnRouterTests
{
    private const long Cent = Nanos.One / 100;

    /// <summary>Nasdaq, slot 0, shows 300 shares at 10.00 and 10.04; 400 are due.</summary>
    public static TheoryData<string, Asks, string> Wrong => new()
    {
        { "more than is left", (in v, o) => o.Take(0, 301), "asked to take 301 shares at XNAS, where 300 are left" },
        { "more in two orders", (in v, o) => { o.Take(0, 200); o.Take(0, 101); }, "asked to take 301 shares at XNAS, where 300 are left" },
        { "more than the parent", (in v, o) => o.Take(0, 401), "asked to take 401 shares at XNAS, where 400 are left of the parent" },
        { "more than is due", (in v, o) => { o.Take(0, 300); o.Rest(0, 101); }, "asked for 401 shares, 300 to take and 101 to rest, where 400 are due" },
        { "a negative number", (in v, o) => o.Take(0, -1), "asked to take -1 shares at XNAS" },
        { "a negative number to rest", (in v, o) => o.Rest(0, -5), "asked to rest -5 shares at XNAS" },
        { "a venue that is not there", (in v, o) => o.Take(2, 1), "asked to take 1 shares at venue 2: there are 2 venues, from 0" },
        { "a venue before the first", (in v, o) => o.Take(-1, 1), "asked to take 1 shares at venue -1: there are 2 venues, from 0" },
        { "a limit beyond the collar", (in v, o) => o.Take(0, 1, v.CollarPrice + 1), "asked to take 1 shares at XNAS for up to $" },
        { "behind the best price", (in v, o) => o.Rest(0, 1, v.Bid[0] - Cent), "asked to rest 1 shares at XNAS for $9.99, behind its own best price $10: Level-1 data does not show that queue" },
        { "a part of a tick", (in v, o) => o.Rest(0, 1, v.Bid[0] + 1), "asked to rest 1 shares at XNAS for $10.000000001, which is no whole tick" },
        { "two orders at a venue", (in v, o) => { o.Rest(0, 1); o.Rest(0, 1); }, "and another order there: one may rest at a venue at a time" },
        { "a price beyond the collar", (in v, o) => o.Rest(0, 1, 1_053 * Cent), "asked to rest 1 shares at XNAS for $10.53, beyond the collar at $10.521" },
        { "to be filled more than it rests", (in v, o) => o.Rest(0, 1, expectedNano: Nanos.One + 1), "for $10, of which it expects 1.000000001 to be filled" },
        { "to be filled less than nothing", (in v, o) => o.Rest(0, 1, expectedNano: -1), "for $10, of which it expects -0.000000001 to be filled" },
        { "a negative number for Most", (in v, o) => o.Most = -1, "set Most to -1 shares: 400 are left of the parent" },
        { "more than all for Most", (in v, o) => o.Most = v.Left + 1, "set Most to 401 shares: 400 are left of the parent" },
        { "an exception", (in v, o) => throw new InvalidOperationException("out of ideas"), "failed: InvalidOperationException: out of ideas" },
        { "orders without end", (in v, o) => { while (true) o.Take(0, 1); }, "failed: InvalidOperationException: more than 1000 orders in one decision" },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void What_cannot_be_is_refused_with_who_when_and_what(string what, Asks asks, string said)
    {
        foreach (var side in new[] { Side.Buy, Side.Sell })
        {
            if (side == Side.Sell && said.Contains('$', StringComparison.Ordinal)) continue;
            var fault = Should.Throw<RouterFault>(() => Run(asks, side: side), what);

            fault.Message.ShouldContain(said);
            fault.Failure("SYN").Message.ShouldBe(
                $"router scripted {fault.Message} (2024-10-17T14:30:00.000000000Z, SYN (instrument 1), {(side == Side.Buy ? "buy" : "sell")})");
            fault.Failure("SYN").Kind.ShouldBe(FailureKind.Outside);
        }
    }

    [Fact]
    public void All_that_is_there_may_be_taken_up_to_the_collar_and_all_that_is_due_may_rest_and_be_expected()
    {
        // A mid of 10.00, and a collar of 500 basis points: 10.50.
        var market = new Market().Quote(-1, Nasdaq, 9.98m, 300, 10.02m, 300).Quote(-.9, Bx, 9.98m, 200, 10.06m, 200);

        var outcome = Run(
            (in v, o) =>
            {
                if (!v.IsSliceStart) return;
                v.CollarPrice.ShouldBe(Px(10.50m));
                o.Take(0, 300, v.CollarPrice);
                o.Rest(0, 50, v.CollarPrice, expectedNano: 0);
                o.Rest(1, 50, expectedNano: 50 * Nanos.One);
            },
            market);

        outcome.Fills.First().Shares.ShouldBe(300);
        outcome.Posted!.ByVenue.Select(sum => (sum.Orders, sum.Shares)).ShouldBe([(1, 50), (1, 50)]);
    }

    [Fact]
    public void A_tick_is_a_cent_from_a_dollar_on_and_a_hundredth_of_one_below()
    {
        var dear = new Market().Quote(-1, Nasdaq, 0.9999m, 300, 1.04m, 300).Quote(-.9, Bx, 0.99m, 200, 1.06m, 200);
        var cheap = new Market().Quote(-1, Nasdaq, 0.90m, 300, 0.94m, 300).Quote(-.9, Bx, 0.89m, 200, 0.96m, 200);

        Run((in v, o) => { if (v.IsSliceStart) o.Rest(0, 1, Nanos.One); }, dear).Filled.ShouldBe(400);
        Run((in v, o) => { if (v.IsSliceStart) o.Rest(0, 1, 90 * Cent + Cent / 100); }, cheap).Filled.ShouldBe(400);
        Should.Throw<RouterFault>(() => Run((in v, o) => o.Rest(0, 1, Nanos.One + Cent / 100), dear)).Message.ShouldContain("no whole tick");
        Should.Throw<RouterFault>(() => Run((in v, o) => o.Rest(0, 1, 90 * Cent + 1), cheap)).Message.ShouldContain("no whole tick");
    }

    [Fact]
    public void A_router_that_says_it_only_takes_may_not_rest()
    {
        Should.Throw<RouterFault>(() => Run((in v, o) => o.Rest(0, 1), rests: false))
            .Message.ShouldContain("its Rests says that it takes only");
    }

    [Fact]
    public void A_second_order_at_a_venue_needs_the_first_to_be_cancelled()
    {
        Should.Throw<RouterFault>(() => Run((in v, o) => o.Rest(0, 100)))
            .Message.ShouldContain("asked to rest 100 shares at XNAS for $10, where an order of its own rests already: cancel that first");
        var cancels = Run((in v, o) =>
        {
            o.Cancel();
            o.Rest(0, 400);
        });
        cancels.Filled.ShouldBe(400);
    }

    [Fact]
    public void What_rests_is_due_no_more_and_is_named_where_too_much_is_asked_for_beside_it()
    {
        Should.Throw<RouterFault>(() => Run((in v, o) => o.Rest(v.IsSliceStart ? 0 : 1, v.IsSliceStart ? 150 : 251)))
            .Message.ShouldBe("asked for 251 shares, 0 to take and 251 to rest, where 250 are due beside the 150 that rest");
        Should.Throw<RouterFault>(() => Run((in v, o) =>
        {
            if (v.IsSliceStart) o.Rest(0, 150);
            else o.Most = 251;
        })).Message.ShouldBe("set Most to 251 shares: 250 are left of the parent");
        Should.Throw<RouterFault>(() => Run((in v, o) =>
        {
            if (!v.IsSliceStart) o.Cancel();
            o.Rest(v.IsSliceStart ? 0 : 1, v.IsSliceStart ? 150 : 250);
            if (!v.IsSliceStart) o.Rest(0, 151);
        })).Message.ShouldBe("asked for 401 shares, 0 to take and 401 to rest, where 400 are due");
    }

    [Fact]
    public void Own_routers_that_only_take_see_both_sides()
    {
        var seen = new List<(string Mic, long Bid, long BidSize, long Ask, long Available, bool IsBestBid)>();
        Run(
            (in view, orders) =>
            {
                if (seen.Count > 0) return;
                foreach (var venue in view.Venues)
                    seen.Add((venue.Mic, venue.Bid, venue.BidSize, venue.Ask, venue.Available, venue.IsBestBid));
                view.BestBid.ShouldBe(Px(10.00m));
                view.BestAsk.ShouldBe(Px(10.04m));
                view.Spread.ShouldBe(Px(.04m));
                (view.Want, view.Left, view.Resting, view.InFlight).ShouldBe((400, 400, 0, 0));
                (view.Time, view.BucketEnd, view.ParentEnd).ShouldBe((Open, Open + Seconds(10), Open + Seconds(10)));
            },
            rests: false);

        seen.ShouldBe([("XNAS", Px(10.00m), 300, Px(10.04m), 300, true), ("XBOS", Px(9.98m), 200, Px(10.06m), 200, false)]);
    }

    [Fact]
    public void An_order_within_the_spread_stands_before_all_that_is_displayed()
    {
        // 250 shares sell into Nasdaq's bid at 10.00: ours at 10.01 comes first, and whoever stands behind a bid is not reached.
        var market = Shown().Trade(1.5, Nasdaq, 10.00m, 250, Core.MarketData.RecordSide.Ask);
        var behind = Run((in v, o) => { if (v.IsSliceStart) o.Rest(0, 200); }, market);
        var within = Run((in v, o) => { if (v.IsSliceStart) o.Rest(0, 200, v.Bid[0] + Cent); }, market);

        behind.Maker.ShouldBe(0);
        within.Maker.ShouldBe(200);
        within.Fills.First(f => f.Kind != FillKind.Taken).Price.ShouldBe(Px(10.01m));
    }

    [Fact]
    public void What_rests_leaves_less_to_want_and_cancelling_gives_it_back()
    {
        var seen = new List<(long Want, long Resting, bool Rests)>();
        Run((in view, orders) =>
        {
            seen.Add((view.Want, view.Resting, view.IsResting(0)));
            if (view.IsSliceStart) orders.Rest(0, 150);
            if (seen.Count == 3)
            {
                orders.Cancel();
                orders.Most.ShouldBe(400);
            }
        });

        seen.Take(4).ShouldBe([(400, 0, false), (250, 150, true), (250, 150, true), (400, 0, false)]);
    }

    [Fact]
    public void Nothing_that_a_router_sees_is_of_the_future()
    {
        var cut = Open + Seconds(4.5);
        var steady = Shown().Quote(3, Bx, 9.99m, 100, 10.05m, 100).Trade(3.2, Nasdaq, 9.99m, 50);
        var changed = new Market();
        changed.Records.AddRange(steady.Records);
        changed.Quote(4.6, Nasdaq, 10.40m, 900, 10.44m, 900).Trade(4.7, Nasdaq, 10.42m, 5_000);

        Seen(steady).Where(s => s.Time <= cut).ShouldBe(Seen(changed).Where(s => s.Time <= cut));
        Seen(steady).ShouldNotBe(Seen(changed));

        static List<(ulong Time, string All)> Seen(Market market)
        {
            var seen = new List<(ulong, string)>();
            Run((in view, orders) => seen.Add((view.Time, Everything(in view))), market);
            return seen;
        }
    }

    [Fact]
    public async Task A_decision_that_does_not_end_is_noticed()
    {
        using var watch = new RouterWatch(TimeSpan.FromMilliseconds(100));
        using var goOn = new ManualResetEventSlim();
        var deciding = Task.Run(() => Run((in v, o) => goOn.Wait(), watch: watch), TestContext.Current.CancellationToken);

        var fault = await Should.ThrowAsync<RouterFault>(watch.Hung.WaitAsync(TestContext.Current.CancellationToken));
        goOn.Set();
        await deciding;

        fault.Message.ShouldBe("has not decided within 0.1 s");
    }

    /// <summary>Orders at random, within what is allowed: whatever a router does, no more than the parent is filled.</summary>
    [Fact]
    public void Nothing_is_filled_beyond_the_parent_whatever_a_router_asks_for()
    {
        var (made, taken) = (0L, 0L);
        foreach (var latency in new[] { 0, .3, 2.5 })
            foreach (var assumption in QueueAssumptions.All)
                foreach (var seed in Enumerable.Range(1, 60))
                {
                    var random = new Random(seed);
                    var outcome = Run((in v, o) => AtRandom(random, in v, o), Busy(seed), latency: latency, assumption: assumption);
                    outcome.Filled.ShouldBeLessThanOrEqualTo(400);
                    outcome.Fills.Sum(f => f.Shares).ShouldBe(outcome.Filled);
                    (made, taken) = (made + outcome.Maker, taken + outcome.Filled - outcome.Maker);
                }

        made.ShouldBeGreaterThan(1_000);
        taken.ShouldBeGreaterThan(1_000);
    }

    public delegate void Asks(in RoutingView view, Placement orders);

    private static void AtRandom(Random random, in RoutingView view, Placement orders)
    {
        if (random.Next(4) == 0) orders.Cancel();
        if (random.Next(3) == 0) orders.Most = orders.IsCancelling ? view.Unfilled : view.Left;
        foreach (var venue in view.Venues)
        {
            if (venue.CanTake && random.Next(3) == 0)
            {
                var most = Math.Min(venue.Available, orders.Most - orders.Taken - orders.Rested);
                orders.Take(venue.Slot, Math.Min(random.Next(1, 80), most));
            }

            if (random.Next(2) == 0 && (orders.IsCancelling || !view.IsResting(venue.Slot)))
            {
                var price = Math.Max(venue.Bid, view.BestBid) + random.Next(2) * Cent;
                orders.Rest(venue.Slot, Math.Min(random.Next(1, 150), orders.Most - orders.Taken - orders.Rested), price);
            }
        }
    }

    private static string Everything(in RoutingView view)
    {
        var all = $"{view.BestAsk} {view.BestBid} {view.CollarPrice} {view.Mid2} {view.Spread} {view.UsualSpread} {view.Want} {view.Left} "
            + $"{view.Unfilled} {view.Resting} {view.InFlight} {view.BucketEnd} {view.ParentEnd} {view.SlicePrice} {view.IsSliceStart} {view.FirstSpread}";
        foreach (var v in view.Venues) all += $"|{v.Mic} {v.Bid} {v.BidSize} {v.Ask} {v.AskSize} {v.Available} {v.TakeFee} {v.AddFee}";
        return all;
    }

    private static Market Shown() => new Market().Quote(-1, Nasdaq, 10.00m, 300, 10.04m, 300).Quote(-.9, Bx, 9.98m, 200, 10.06m, 200);

    private static Market Busy(int seed)
    {
        var (random, market) = (new Random(-seed), Shown());
        for (var at = .1; at < 10; at += .1)
        {
            var price = 10m + random.Next(-1, 2) * .01m;
            if (random.Next(3) == 0) market.Trade(at, random.Next(2) == 0 ? Nasdaq : Bx, price - .01m, (uint)random.Next(1, 200));
            else market.Quote(at, random.Next(2) == 0 ? Nasdaq : Bx, price - .01m, 100, price + .01m + random.Next(3) * .01m, 100);
        }

        return market;
    }

    private static ParentOutcome Run(
        Asks asks,
        Market? market = null,
        Side side = Side.Buy,
        bool rests = true,
        double latency = 0,
        IQueueAssumption? assumption = null,
        RouterWatch? watch = null)
    {
        using var none = new RouterWatch(TimeSpan.FromHours(1));
        var router = new CheckedRouter(new Scripted(asks, rests), 1, side, watch ?? none);
        return (market ?? Shown()).Tape(latency: latency).Rest(400, assumption, router, side);
    }

    private sealed class Scripted(Asks asks, bool rests) : IRouter
    {
        public string Name => "scripted";

        public bool Rests => rests;

        public void Decide(in RoutingView view, Placement orders) => asks(in view, orders);
    }
}
