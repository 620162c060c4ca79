using System.Runtime.CompilerServices;
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
    private readonly Placement orders;
    private readonly SliceDecisions? resting;
    private MeanSpread? usualSpread;
    private ulong bucketEnd;
    private ulong idleUntil;

    /// <summary>Begins an execution.</summary>
    /// <param name="order">The parent.</param>
    /// <param name="side">Its side.</param>
    /// <param name="plan">The way it is executed.</param>
    /// <param name="tape">The window; with its events, where orders may rest.</param>
    /// <param name="costs">Fees and MIC order of the tape's venues.</param>
    /// <param name="walk">What venues show; it goes on to each instant first.</param>
    internal ParentExecution(ParentOrder order, Side side, ExecutionPlan plan, WindowTape tape, VenueCosts costs, MarketWalk walk)
    {
        (this.order, this.side, this.tape, this.costs, this.walk) = (order, side, tape, costs, walk);
        (schedule, router, var rules) = plan;
        progress = new ScheduleProgress(schedule, order.Quantity);
        ledger = new FillLedger(order, side, tape, schedule.Buckets.Count);
        orders = new Placement(tape.Mics.Count);
        liquidity = walk.Offers.NewTaker();
        if (!router.Rests) return;
        if (rules is null) throw new ArgumentException($"{router.Name} rests, and needs to know how orders are filled", nameof(plan));
        resting = new SliceDecisions(
            rules.Slices,
            tape,
            new RestingOrders(order, side, rules.Assumption, walk, liquidity, costs, ledger),
            rules.Sample(shared: router is not CheckedRouter));
    }

    /// <summary>Its orders that rest or are on their way to; <c>null</c> where it only takes.</summary>
    internal RestingOrders? Resting => resting?.Orders;

    private int Sign => (int)side;

    /// <summary>Executes a schedule and a router on one side of a tape.</summary>
    /// <param name="order">The parent.</param>
    /// <param name="side">Its side.</param>
    /// <param name="schedule">What is due when, laid over the tape.</param>
    /// <param name="router">Where it goes.</param>
    /// <param name="tape">The window; with its events, where orders may rest.</param>
    /// <param name="costs">Fees and MIC order of the tape's venues.</param>
    /// <param name="rules">How resting orders are filled: for a router that rests, which cannot do without.</param>
    public static ParentOutcome Run(
        ParentOrder order,
        Side side,
        WindowSchedule schedule,
        IRouter router,
        WindowTape tape,
        VenueCosts costs,
        RestingRules? rules = null
    ) => ExecutionsInStep.Run(order, side, tape, costs, [new ExecutionPlan(schedule, router, rules)])[0];

    /// <summary>Goes on to an instant.</summary>
    /// <param name="index">Index of the instant.</param>
    /// <param name="instant">The instant.</param>
    internal void MoveTo(int index, in Instant instant)
    {
        if (instant.Time < idleUntil) return;
        if ((instant.Kind & InstantKind.Arrival) != 0) Land(index, in instant);
        if ((instant.Kind & (InstantKind.Decision | InstantKind.Overtime)) != 0) Decide(index, in instant);
    }

    /// <summary>What became of the parent.</summary>
    /// <param name="lastMid2">Twice the mid at the last decision taken.</param>
    internal ParentOutcome Close(long lastMid2) =>
        ledger.Close(lastMid2, costs.HighestTake, progress) with { Posted = resting?.Orders.Tally.Close() };

    private void Decide(int index, in Instant instant)
    {
        if (order.Liquidity == Liquidity.Naive) liquidity.Refill();
        if (progress.MoveTo(index, instant.Time)) (usualSpread, bucketEnd) = (schedule.UsualSpread(progress.Bucket), BucketEnd());
        resting?.MoveTo(index, instant.Time);
        if (!instant.IsDecidedOn) return;
        usualSpread ??= MeanSpread.Of(instant.Spread);
        var due = progress.Due - ledger.Filled - inFlight.Shares;
        if (due <= 0)
        {
            // Nothing more happens to a parent that only takes until more is due.
            if (resting is null && inFlight.Shares == 0) idleUntil = progress.NextBucket;
            return;
        }

        var sweep = (instant.Kind & InstantKind.Overtime) != 0 ? SweepKind.Overtime
            : schedule.Buckets.IsClosing(progress.Bucket, index) ? SweepKind.Closing
            : SweepKind.None;
        var slice = sweep == SweepKind.None && resting?.Current is { } current ? current : default;
        if (sweep == SweepKind.None && resting is not null && !IsAsked(index, in slice)) return;
        var filled = ledger.Filled;
        var view = View(index, in instant, due, in slice);
        orders.Clear(view.Want, due);
        (sweep == SweepKind.None ? router : Sweeper).Decide(in view, orders);

        // As they reach the market: word to cancel first, then takers, then posts.
        if (slice.End > 0 && orders.IsUnlearnt) resting!.Orders.Tally.Unlearnt++;
        if (slice.End > 0 && orders.IsCancelling) resting!.Cancel(instant.Time);
        foreach (var child in orders.Takes) Send(child, index, in instant, sweep);
        if (slice.End > 0 && !orders.Rests.IsEmpty) Post(view.SlicePrice, instant.Time, filled);
    }

    /// <summary>Whether a router that rests is asked at a decision.</summary>
    private bool IsAsked(int index, in Slice slice) => slice.End > 0
        && (slice.Start == index
            || router is not IOncePerSlice once
            || !once.IsOnce(Sign * slice.Price, tape.Instants[slice.Start].Spread));

    /// <summary>Posts what a router decides to rest.</summary>
    /// <param name="price">The slice's price, turned.</param>
    /// <param name="now">The decision's time.</param>
    /// <param name="filled">Shares that were filled before it.</param>
    private void Post(long price, ulong now, long filled)
    {
        var most = filled + orders.Most + resting!.Orders.Resting;
        resting.Orders.Send(orders.Rests, price, progress.Bucket, now + tape.Latency, most);
        if (tape.Latency == 0) resting.Orders.LandPosts(now, inFlight.Shares);
    }

    /// <summary>The market and the parent as they are at a decision.</summary>
    /// <param name="index">Index of the decision's instant.</param>
    /// <param name="instant">That instant.</param>
    /// <param name="due">Shares due that are neither filled nor on their way to take.</param>
    /// <param name="slice">The slice it is within; none for routers that only take.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private RoutingView View(int index, in Instant instant, long due, in Slice slice)
    {
        var isSlice = slice.End > 0;
        var rests = isSlice ? resting!.Orders.Resting : 0;
        var unfilled = order.Quantity - ledger.Filled - inFlight.Shares;
        return new RoutingView
        {
            Known = costs.Venues,
            Ask = liquidity.Price,
            AskSize = liquidity.Displayed,
            Available = liquidity.Available,
            Bid = walk.Own.Price,
            BidSize = walk.Own.Size,
            BestAsk = side == Side.Buy ? instant.BestAsk : Turned(instant.BestBid),
            BestBid = side == Side.Buy ? instant.BestBid : Turned(instant.BestAsk),
            CollarPrice = walk.WorstPrice(in instant),
            Mid2 = Sign * instant.Mid2,
            Spread = instant.Spread,
            UsualSpread = usualSpread!.Value,
            Want = Math.Max(due - rests, 0),
            // What is being cancelled may be filled meanwhile; then what is on its way to rest is cut when it arrives.
            Left = Math.Max(unfilled - rests, 0),
            Unfilled = unfilled,
            Resting = rests,
            RestingVenues = rests > 0 ? resting!.Orders.Venues : 0,
            InFlight = inFlight.Shares,
            Time = instant.Time,
            BucketEnd = bucketEnd,
            ParentEnd = tape.To,
            Side = side,
            SlicePrice = isSlice ? Sign * slice.Price : long.MinValue,
            IsSliceStart = isSlice && slice.Start == index,
            FirstSpread = isSlice ? tape.Instants[slice.Start].Spread : 0,
            Sample = isSlice && slice.Start == index ? resting!.Sample : null,
        };
    }

    /// <summary>A seller's best price; nothing on one side is nothing on the other.</summary>
    private static long Turned(long best) => best switch
    {
        long.MinValue => long.MaxValue,
        long.MaxValue => long.MinValue,
        _ => -best,
    };

    private ulong BucketEnd() => progress.Bucket + 1 == schedule.Buckets.Count
        ? tape.To
        : tape.BucketsFrom + (ulong)(progress.Bucket + 1) * schedule.Buckets.Length;

    private void Send(in ChildOrder child, int index, in Instant instant, SweepKind sweep)
    {
        var price = liquidity.Price[child.Venue];
        var limit = child.Limit == ChildOrder.PriceNow ? price : child.Limit;
        if (tape.Latency == 0)
        {
            if (price <= limit) Take(child.Venue, child.Shares, index, in instant, progress.Bucket, sweep);
            return;
        }

        var arrives = instant.Time + tape.Latency;
        inFlight.Send(new ChildInFlight(arrives, child.Venue, child.Shares, limit, progress.Bucket, sweep));
    }

    /// <summary>What was sent reaches the market: word to cancel first, then what takes, then what is posted.</summary>
    private void Land(int index, in Instant instant)
    {
        var now = instant.Time;
        resting?.Orders.LandCancels(now);
        while (inFlight.TryLand(now, out var child))
        {
            if (liquidity.Price[child.Venue] > child.Limit) continue;

            // Orders that rested may have been filled meanwhile.
            var shares = Math.Min(Math.Min(child.Shares, liquidity.AvailableAt(child.Venue)), order.Quantity - ledger.Filled);
            if (shares > 0) Take(child.Venue, shares, index, in instant, child.Bucket, child.Sweep);
        }

        resting?.Orders.LandPosts(now, inFlight.Shares);
    }

    private void Take(int venue, long shares, int index, in Instant instant, int bucket, SweepKind sweep)
    {
        liquidity.Take(venue, shares);
        var price = Sign * liquidity.Price[venue];
        ledger.Enter(new Fill(index, instant.Time, instant.Mid2, (byte)venue, sweep, shares, price, costs.Take[venue]), bucket);
    }
}
