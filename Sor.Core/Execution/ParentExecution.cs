using Sor.Core.Orders;
using Sor.Core.Routing;
using Sor.Core.Tape;

namespace Sor.Core.Execution;

/// <summary>
/// Executes one parent order over one tape. At every decision the router places what is due and neither filled nor in flight. Children that
/// take are immediate-or-cancel and limited at the price decided on; others rest for a slice. The last grid decision of a bucket sweeps
/// what is due, in order of price and fee together, as do the decisions of overtime.
/// </summary>
public sealed class ParentExecution
{
    private static readonly NetRouter Sweeper = new();

    private readonly ParentOrder order;
    private readonly Side side;
    private readonly WindowSchedule schedule;
    private readonly IRouter router;
    private readonly WindowTape tape;
    private readonly VenueCosts costs;
    private readonly ScheduleProgress progress;
    private readonly MarketWalk walk;
    private readonly TakerLiquidity liquidity;
    private readonly ChildrenInFlight inFlight = new();
    private readonly FillLedger ledger;
    private readonly ChildOrder[] children;
    private readonly SliceDecisions? resting;
    private MeanSpread? usualSpread;
    private long lastMid2;

    private ParentExecution(
        ParentOrder order,
        Side side,
        WindowSchedule schedule,
        IRouter router,
        WindowTape tape,
        VenueCosts costs,
        RestingRules? rules)
    {
        (this.order, this.side, this.schedule, this.router, this.tape, this.costs) = (order, side, schedule, router, tape, costs);
        progress = new ScheduleProgress(schedule, order.Quantity);
        ledger = new FillLedger(order, side, tape, schedule.Buckets.Count);
        children = new ChildOrder[tape.Mics.Count];
        walk = new MarketWalk(tape, side, router is IRestingRouter);
        liquidity = walk.Liquidity;
        if (router is not IRestingRouter rests) return;
        rules = rules ?? throw new ArgumentNullException(nameof(rules), $"{router.Name} rests, and needs to know how orders are filled");
        resting = new SliceDecisions(
            rests,
            rules.Slices,
            tape,
            new RestingOrders(order, side, rules.Assumption, walk, costs, ledger),
            rules.Sample());
    }

    private int Sign => (int)side;

    /// <summary>Executes a schedule and a router on one side of a tape.</summary>
    /// <param name="order">The parent.</param>
    /// <param name="side">Its side.</param>
    /// <param name="schedule">What is due when, laid over the tape.</param>
    /// <param name="router">Where it goes.</param>
    /// <param name="tape">The window; with its events, where orders may rest.</param>
    /// <param name="costs">Fees and MIC order of the tape's venues.</param>
    /// <param name="rules">How resting orders are filled: for an <see cref="IRestingRouter"/>, which cannot do without.</param>
    public static ParentOutcome Run(
        ParentOrder order,
        Side side,
        WindowSchedule schedule,
        IRouter router,
        WindowTape tape,
        VenueCosts costs,
        RestingRules? rules = null
    ) => new ParentExecution(order, side, schedule, router, tape, costs, rules).Run();

    private ParentOutcome Run()
    {
        var instants = tape.Instants;
        for (var i = 0; i < instants.Length; i++)
        {
            ref readonly var instant = ref instants[i];
            if (resting is { Orders.IsActive: true }) walk.FollowTo(i, resting.Orders);
            else walk.MoveTo(i);
            if ((instant.Kind & InstantKind.Arrival) != 0) Land(i);
            if ((instant.Kind & (InstantKind.Decision | InstantKind.Overtime)) != 0) Decide(i);
        }

        return ledger.Close(lastMid2, costs.HighestTake, progress) with { Posted = resting?.Orders.Tally.Close() };
    }

    private void Decide(int index)
    {
        ref readonly var instant = ref tape.Instants[index];
        if (order.Liquidity == Liquidity.Naive) liquidity.Refill();
        if (progress.MoveTo(index, instant.Time)) usualSpread = UsualSpread();
        resting?.MoveTo(index);
        if ((instant.Kind & InstantKind.Untradable) != 0) return;
        lastMid2 = instant.Mid2;
        usualSpread ??= MeanSpread.Of(instant.Spread);
        var want = progress.Due - ledger.Filled - inFlight.Shares;
        if (want <= 0) return;
        var sweep = (instant.Kind & InstantKind.Overtime) != 0 ? SweepKind.Overtime
            : schedule.Buckets.Closes(index) ? SweepKind.Closing
            : SweepKind.None;
        var view = new RoutingView
        {
            Price = liquidity.Price,
            Available = liquidity.Available,
            Fee = costs.Take,
            MicRank = costs.MicRank,
            BestPrice = BestPrice(in instant),
            CollarPrice = order.Collar.WorstPrice(Sign * instant.Mid2),
            Mid2 = Sign * instant.Mid2,
            UsualSpread = usualSpread.Value,
        };
        if (sweep == SweepKind.None && resting is not null)
        {
            Place(in view, index, want);
            return;
        }

        var sent = (sweep == SweepKind.None ? router : Sweeper).Route(in view, want, children);
        for (var i = 0; i < sent; i++) Send(children[i], index, sweep);
    }

    /// <summary>Places what a router decides that rests: takers first, then posts, as they reach the market.</summary>
    private void Place(in RoutingView market, int index, long want)
    {
        if (resting!.Current is not { } slice) return;
        var left = order.Quantity - ledger.Filled - inFlight.Shares;
        var view = new SliceView
        {
            Market = market,
            Bid = walk.Own.Price,
            BidSize = walk.Own.Size,
            AddFee = costs.Add,
            ByMic = costs.ByMic,
            Price = Sign * slice.Price,
            IsFirst = slice.Start == index,
            FirstSpread = tape.Instants[slice.Start].Spread,
            Want = want,
            Left = left,
            Sample = resting.Sample,
        };
        var filled = ledger.Filled;
        var placement = resting.Decide(in view);
        foreach (var child in placement.Takes) Send(child, index, SweepKind.None);
        if (placement.Rests.IsEmpty) return;
        var now = tape.Instants[index].Time;
        resting.Orders.Send(placement.Rests, view.Price, progress.Bucket, now + tape.Latency, filled + placement.Most);
        if (tape.Latency == 0) resting.Orders.LandPosts(now, inFlight.Shares);
    }

    /// <summary>What the spread usually was before the bucket's start; <c>null</c> where too little of the session was known.</summary>
    private MeanSpread? UsualSpread() =>
        tape.UsualSpread(tape.From + (ulong)progress.Bucket * schedule.Buckets.Length) is { } usual
            ? MeanSpread.Of((UInt128)usual.SpreadTime, usual.Nanos)
            : null;

    /// <summary>The best price on display, whatever we have taken of it, turned.</summary>
    private long BestPrice(in Instant instant)
    {
        if (side == Side.Buy) return instant.BestAsk;
        return instant.BestBid == long.MinValue ? long.MaxValue : -instant.BestBid;
    }

    private void Send(ChildOrder child, int index, SweepKind sweep)
    {
        if (tape.Latency == 0)
        {
            Take(child.Venue, child.Shares, index, progress.Bucket, sweep);
            return;
        }

        var arrives = tape.Instants[index].Time + tape.Latency;
        inFlight.Send(new ChildInFlight(arrives, child.Venue, child.Shares, liquidity.Price[child.Venue], progress.Bucket, sweep));
    }

    /// <summary>What was sent reaches the market: word to cancel first, then what takes, then what is posted.</summary>
    private void Land(int index)
    {
        var now = tape.Instants[index].Time;
        resting?.Orders.LandCancels(now);
        while (inFlight.TryLand(now, out var child))
        {
            if (liquidity.Price[child.Venue] > child.Limit) continue;

            // Orders that rested may have been filled meanwhile.
            var shares = Math.Min(Math.Min(child.Shares, liquidity.Available[child.Venue]), order.Quantity - ledger.Filled);
            if (shares > 0) Take(child.Venue, shares, index, child.Bucket, child.Sweep);
        }

        resting?.Orders.LandPosts(now, inFlight.Shares);
    }

    private void Take(int venue, long shares, int index, int bucket, SweepKind sweep)
    {
        liquidity.Take(venue, shares);
        ref readonly var instant = ref tape.Instants[index];
        var price = Sign * liquidity.Price[venue];
        ledger.Enter(new Fill(index, instant.Time, instant.Mid2, (byte)venue, sweep, shares, price, costs.Take[venue]), bucket);
    }
}
