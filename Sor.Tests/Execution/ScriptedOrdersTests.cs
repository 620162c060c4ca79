using Sor.Core.Routing;
using static Sor.Tests.Execution.RestingMarket;
using static Sor.Tests.Market;

namespace Sor.Tests.Execution;

/// <summary>Resting orders that no built-in router sends: at prices of their own, beside others, with takers.</summary>
public sealed class ScriptedOrdersTests
{
    [Fact]
    public void Orders_of_one_decision_rest_each_at_its_own_price()
    {
        // 40 at the bid and 60 a cent above it, where nothing is displayed: a sell at 10.01 finds the higher one alone.
        var tape = Steady()
            .Quote(-1, Bx, 9.99m, 200, 10.04m, 300)
            .Trade(1.5, Nasdaq, 10.01m, 70)
            .Trade(1.6, Bx, 10.01m, 50)
            .Trade(1.7, Nasdaq, 9.99m, 500)
            .Tape();
        var router = new Scripted((in view, orders) =>
        {
            if (!view.IsSliceStart) return;
            orders.Rest(0, 40);
            orders.Rest(1, 60, Px(10.01m));
        });

        tape.Rest(100, router: router).Made(tape).ShouldBe(["1.6 XBOS 50 at 10.01", "1.7 XNAS 40 at 10.00 through"]);
    }

    [Fact]
    public void What_is_posted_beside_orders_that_rest_leaves_them_their_shares()
    {
        var tape = Steady()
            .Quote(-1, Bx, 10.00m, 200, 10.04m, 300)
            .Trade(2.5, Nasdaq, 9.99m, 500)
            .Trade(2.6, Bx, 9.99m, 500)
            .Tape();
        var router = new Scripted((in view, orders) =>
        {
            if (view.IsSliceStart) orders.Rest(0, 60);
            else if (view.Want > 0) orders.Rest(1, view.Want);
        });

        tape.Rest(100, router: router).Made(tape).ShouldBe(["2.5 XNAS 60 at 10.00 through", "2.6 XBOS 40 at 10.00 through"]);
    }

    [Fact]
    public void What_is_refused_is_due_again_at_the_next_decision()
    {
        var wants = new List<(long Want, long Resting)>();
        var locked = new Market().Quote(-1, Nasdaq, 10.00m, 300, 10.00m, 300).Tape();

        locked.Rest(
            100,
            router: new Scripted((in view, orders) =>
            {
                wants.Add((view.Want, view.Resting));
                if (view.IsSliceStart) orders.Rest(0, 100);
            }));

        wants.Take(2).ShouldBe([(100, 0), (100, 0)]);
    }

    [Fact]
    public void Nobody_stands_ahead_at_a_price_that_the_venue_had_not_shown_when_it_bids_more_on_arrival()
    {
        // Sent at 10.01 above a bid of 10.00; on arrival the venue bids 10.02, and what it had at 10.00 says nothing of 10.01.
        var tape = Steady().Quote(0.2, Nasdaq, 10.02m, 500, 10.04m, 300).Trade(0.7, Nasdaq, 10.01m, 30).Tape(latency: 0.5);
        var router = new Scripted((in view, orders) =>
        {
            if (view.Time == Open) orders.Rest(0, 100, Px(10.01m));
        });

        tape.Rest(100, router: router).Made(tape).ShouldBe(["0.7 XNAS 30 at 10.01"]);
    }

    [Fact]
    public void While_orders_rest_an_offer_at_another_price_is_there_to_take_whole()
    {
        // 40 of 50 are taken at 10.04; once they are offered at 10.05 all 50 are there, and back at 10.04 too.
        var tape = new Market()
            .Quote(-1, Nasdaq, 10.00m, 300, 10.04m, 50)
            .Quote(1.5, Nasdaq, 10.00m, 300, 10.05m, 50)
            .Quote(2.5, Nasdaq, 10.00m, 300, 10.04m, 50)
            .Tape();
        var available = new List<long>();
        tape.Rest(
            1_000,
            router: new Scripted((in view, orders) =>
            {
                available.Add(view.Available[0]);
                if (view.IsSliceStart) orders.Rest(0, 100);
                orders.Take(0, Math.Min(40, view.Available[0]));
            }));

        available.Take(5).ShouldBe([50, 10, 50, 50, 10]);
    }

    private delegate void Decides(in RoutingView view, Placement orders);

    private sealed class Scripted(Decides decides) : IRouter
    {
        public string Name => "scripted";

        public bool Rests => true;

        public void Decide(in RoutingView view, Placement orders) => decides(in view, orders);
    }
}
