using System.Numerics;
using System.Runtime.InteropServices;
using Sor.Core.Orders;
using Sor.Core.Routing;
using Sor.Core.Tape;

namespace Sor.Core.Execution;

/// <summary>
/// The orders of one execution that rest at their venues or are on their way there. They are told every event, and enter what it fills.
/// What the market data leaves open about their place in a queue is the <see cref="IQueueAssumption"/>'s to say.
/// </summary>
/// <param name="order">The parent.</param>
/// <param name="side">Its side.</param>
/// <param name="assumption">Whose place cancelled shares had, and what goes through fills.</param>
/// <param name="walk">What venues show.</param>
/// <param name="liquidity">What is left of it to take.</param>
/// <param name="costs">What a fill of a resting order costs.</param>
/// <param name="ledger">Receives the fills.</param>
internal sealed class RestingOrders(
    ParentOrder order,
    Side side,
    IQueueAssumption assumption,
    MarketWalk walk,
    TakerLiquidity liquidity,
    VenueCosts costs,
    FillLedger ledger
) : IEventFollower
{
    private readonly EventKind against = side == Side.Buy ? EventKind.SellPrint : EventKind.BuyPrint;
    private readonly List<SliceOrders> live = [];
    private readonly Stack<SliceOrders> spare = [];
    private readonly Queue<ulong> cancels = [];

    /// <summary>What becomes of orders of which something was expected.</summary>
    public PostedTally Tally { get; } = new(costs.MicRank.Length);

    /// <summary>Whether there are any, so that each event matters.</summary>
    public bool IsActive => live.Count > 0;

    /// <summary>Shares that rest or are on their way, without those that are being cancelled.</summary>
    public long Resting
    {
        get
        {
            var shares = 0L;
            foreach (var orders in CollectionsMarshal.AsSpan(live))
                if (!orders.IsCancelled) shares += orders.Left;
            return shares;
        }
    }

    /// <summary>The venues that they are at, a bit for each slot.</summary>
    public ulong Venues
    {
        get
        {
            var venues = 0UL;
            foreach (var orders in CollectionsMarshal.AsSpan(live))
                if (!orders.IsCancelled) venues |= orders.Venues;
            return venues;
        }
    }

    /// <inheritdoc/>
    public ulong Watched
    {
        get
        {
            var venues = 0UL;
            foreach (var orders in CollectionsMarshal.AsSpan(live)) venues |= orders.Venues;
            return venues;
        }
    }

    /// <inheritdoc/>
    public long Highest
    {
        get
        {
            var highest = long.MinValue;
            foreach (var orders in CollectionsMarshal.AsSpan(live)) highest = Math.Max(highest, orders.Price);
            return highest;
        }
    }

    /// <inheritdoc/>
    public bool IsCrossed
    {
        get
        {
            foreach (var orders in CollectionsMarshal.AsSpan(live))
                if (orders.Crossing != 0) return true;
            return false;
        }
    }

    /// <summary>Sends orders on their way.</summary>
    /// <param name="rests">The orders.</param>
    /// <param name="price">The price of those that have none of their own, turned.</param>
    /// <param name="bucket">The bucket they are of.</param>
    /// <param name="arrives">When they get there.</param>
    /// <param name="mostFilled">Shares of the parent that the decision allowed to be filled by them and all others.</param>
    public void Send(ReadOnlySpan<RestingOrder> rests, long price, int bucket, ulong arrives, long mostFilled)
    {
        for (var i = 0; i < rests.Length; i++)
        {
            var own = rests[i].Price ?? price;
            if (IsPrice(rests[..i], own, price)) continue;
            var orders = spare.TryPop(out var used) ? used : new SliceOrders(costs.MicRank.Length);
            orders.Begin(own, bucket, arrives, mostFilled);
            foreach (var rest in rests[i..])
                if ((rest.Price ?? price) == own) orders.Add(rest, walk.Own.At(rest.Venue, own));
            live.Add(orders);
        }
    }

    private static bool IsPrice(ReadOnlySpan<RestingOrder> rests, long price, long otherwise)
    {
        foreach (var rest in rests)
            if ((rest.Price ?? otherwise) == price) return true;
        return false;
    }

    /// <summary>Sends word to cancel what rests by the time it arrives.</summary>
    public void Cancel(ulong arrives)
    {
        cancels.Enqueue(arrives);
        foreach (var orders in live) orders.IsCancelled = true;
    }

    /// <summary>What was sent to be cancelled is.</summary>
    public void LandCancels(ulong now)
    {
        var isDue = false;
        while (cancels.TryPeek(out var arrives) && arrives <= now) (isDue, _) = (true, cancels.Dequeue());
        if (isDue) Remove(orders => orders.IsThere);
    }

    /// <summary>
    /// What was posted joins its queues, cut to what the decision still allows and the parent has left. Where it would meet an offer it is
    /// refused, since it was to rest and not to take.
    /// </summary>
    /// <param name="now">The instant.</param>
    /// <param name="inFlight">Shares of the parent on their way to take.</param>
    public void LandPosts(ulong now, long inFlight)
    {
        foreach (var orders in live)
        {
            if (orders.IsThere || orders.Arrives != now) continue;
            Cut(orders, Math.Min(orders.MostFilled, order.Quantity - inFlight) - ledger.Filled - LeftThere());
            if (MeetsOffer(orders.Price)) orders.Refuse();
            else orders.Join(walk.Own);
        }

        Remove(orders => orders.Left == 0);
    }

    /// <inheritdoc/>
    public void Printed(in MarketEvent print)
    {
        var (venue, price) = (print.Venue, (int)side * print.Price);
        var filled = false;
        foreach (var orders in CollectionsMarshal.AsSpan(live))
        {
            var left = orders.LeftAt(venue);
            if (left == 0 || price > orders.Price) continue;
            if (price == orders.Price)
            {
                var reached = orders.Place(venue).Printed(print.Size, orders.IsThere && print.Kind == against);
                filled |= Fill(orders, venue, Math.Min(left, reached), FillKind.Rested);
            }
            else if (orders.IsThere)
            {
                filled |= Fill(orders, venue, assumption.FilledByPrintThrough(left, print.Size), FillKind.Through);
            }
        }

        if (filled) Remove(orders => orders.Left == 0);
    }

    /// <inheritdoc/>
    public void Quoted(int venue)
    {
        var filled = false;
        foreach (var orders in CollectionsMarshal.AsSpan(live))
        {
            if (orders.LeftAt(venue) > 0) orders.Place(venue).Quoted(walk.Own.Price[venue], walk.Own.Size[venue], orders.Price, assumption);
            orders.Mark(venue, Offers(venue, orders.Price));
            if (orders.IsThere && orders.Crossing != 0) filled |= Cross(orders);
        }

        if (filled) Remove(orders => orders.Left == 0);
    }

    /// <summary>Offers at the price or below it fill orders, each displayed share once.</summary>
    private bool Cross(SliceOrders orders)
    {
        var available = 0L;
        for (var venues = orders.Crossing; venues != 0; venues &= venues - 1)
            available += liquidity.AvailableAt(BitOperations.TrailingZeroCount(venues));
        var filled = false;
        foreach (var venue in costs.ByMic)
        {
            var left = orders.LeftAt(venue);
            if (left == 0) continue;
            var shares = assumption.FilledByCross(left, available);
            var used = Math.Min(shares, available);
            available -= used;
            Use(orders.Crossing, used);
            filled |= Fill(orders, venue, shares, FillKind.Through);
        }

        return filled;
    }

    /// <summary>Uses up what is available at some venues, cheapest offers first, then by MIC.</summary>
    private void Use(ulong venues, long shares)
    {
        while (shares > 0)
        {
            var cheapest = -1;
            foreach (var venue in costs.ByMic)
            {
                if ((venues >> venue & 1) == 0 || liquidity.AvailableAt(venue) == 0) continue;
                if (cheapest < 0 || liquidity.Price[venue] < liquidity.Price[cheapest]) cheapest = venue;
            }

            var taken = Math.Min(shares, liquidity.AvailableAt(cheapest));
            liquidity.Take(cheapest, taken);
            shares -= taken;
        }
    }

    private bool Fill(SliceOrders orders, int venue, long shares, FillKind kind)
    {
        if (shares == 0) return false;
        orders.Fill(venue, shares);
        var place = walk.Place;
        ledger.Enter(
            new Fill(
                place.Instant,
                place.Time,
                place.Mid2,
                (byte)venue,
                SweepKind.None,
                shares,
                (int)side * orders.Price,
                costs.Add[venue],
                kind),
            orders.Bucket);
        return true;
    }

    /// <summary>Cuts orders to a number of shares in all, those of the last MIC first.</summary>
    private void Cut(SliceOrders orders, long most)
    {
        for (var i = costs.ByMic.Length - 1; i >= 0 && orders.Left > most; i--)
        {
            var venue = costs.ByMic[i];
            orders.Reduce(venue, Math.Min(orders.LeftAt(venue), orders.Left - Math.Max(most, 0)));
        }
    }

    /// <summary>Shares that rest at their venues.</summary>
    private long LeftThere()
    {
        var shares = 0L;
        foreach (var orders in CollectionsMarshal.AsSpan(live))
            if (orders.IsThere) shares += orders.Left;
        return shares;
    }

    private bool MeetsOffer(long price)
    {
        for (var venue = 0; venue < costs.MicRank.Length; venue++)
            if (Offers(venue, price)) return true;
        return false;
    }

    private bool Offers(int venue, long price) => liquidity.Displayed[venue] != 0 && liquidity.Price[venue] <= price;

    private void Remove(Predicate<SliceOrders> which)
    {
        for (var i = live.Count - 1; i >= 0; i--)
        {
            if (!which(live[i])) continue;
            live[i].Count(Tally);
            spare.Push(live[i]);
            live.RemoveAt(i);
        }
    }
}
