using Sor.Core.Orders;

namespace Sor.Core.Routing;

/// <summary>
/// A user's router for one parent, held to what may be asked for: otherwise a result would be wrong without a word. Built-in routers are
/// not checked.
/// </summary>
/// <param name="own">The router.</param>
/// <param name="instrument">What is traded.</param>
/// <param name="side">The parent's side.</param>
/// <param name="watch">Notices decisions that do not end.</param>
internal sealed class CheckedRouter(IRouter own, uint instrument, Side side, RouterWatch watch) : IRouter
{
    private const long Cent = Nanos.One / 100;

    /// <inheritdoc/>
    public string Name { get; } = own.Name;

    /// <inheritdoc/>
    public bool Rests { get; } = own.Rests;

    /// <inheritdoc/>
    public void Decide(in RoutingView view, Placement orders)
    {
        watch.Begin(this, view.Time);
        try
        {
            own.Decide(in view, orders);
        }
        catch (Exception e)
        {
            throw Fault(view.Time, $"failed: {e.GetType().Name}: {e.Message}", e);
        }
        finally
        {
            watch.End();
        }

        if (Wrong(in view, orders) is { } wrong) throw Fault(view.Time, wrong);
    }

    /// <summary>What it did, with who and when.</summary>
    public RouterFault Fault(ulong time, string what, Exception? inner = null) => new(Name, instrument, side, time, what, inner);

    /// <summary>What is wrong with its orders, as the rest of a sentence that begins with its name; <c>null</c> for nothing.</summary>
    private string? Wrong(in RoutingView view, Placement orders)
    {
        var left = orders.IsCancelling ? view.Unfilled : view.Left;
        if (orders.Most < 0 || orders.Most > left) return $"set Most to {orders.Most} shares: {left} are left of the parent";
        foreach (var take in orders.Takes)
            if (WrongTake(in view, orders, take) is { } wrong) return wrong;
        foreach (var rest in orders.Rests)
            if (WrongRest(in view, orders, rest) is { } wrong) return wrong;

        // Each order is within the parent by now, and there are few: the sums do not overflow.
        var asked = orders.Taken + orders.Rested;
        return asked <= orders.Most
            ? null
            : $"asked for {asked} shares, {orders.Taken} to take and {orders.Rested} to rest, where {orders.Most} are due"
                + (view.Resting > 0 && !orders.IsCancelling ? $" beside the {view.Resting} that rest" : "");
    }

    private static string? WrongTake(in RoutingView view, Placement orders, ChildOrder take)
    {
        if (WrongOrder(in view, take.Venue, take.Shares, "take") is { } wrong) return wrong;
        var (mic, ask, shares) = (view.Known.Mics[take.Venue], view.Ask[take.Venue], 0L);
        foreach (var other in orders.Takes)
            if (other.Venue == take.Venue) shares += other.Shares;
        if (shares > view.Available[take.Venue])
            return $"asked to take {shares} shares at {mic}, where {view.Available[take.Venue]} are left";
        var limit = take.Limit == ChildOrder.PriceNow ? ask : take.Limit;
        return limit <= view.CollarPrice
            ? null
            : $"asked to take {take.Shares} shares at {mic} for up to {Shown(in view, limit)}, beyond the collar at {Shown(in view, view.CollarPrice)}";
    }

    private string? WrongRest(in RoutingView view, Placement orders, RestingOrder rest)
    {
        if (WrongOrder(in view, rest.Venue, rest.Shares, "rest") is { } wrong) return wrong;
        if (!Rests) return $"asked to rest {rest.Shares} shares, and its {nameof(IRouter.Rests)} says that it takes only";
        var (mic, bid, price) = (view.Known.Mics[rest.Venue], view.Bid[rest.Venue], rest.Price ?? view.SlicePrice);
        var what = $"asked to rest {rest.Shares} shares at {mic} for {Shown(in view, price)}";
        if (price < bid)
            return $"{what}, behind its own best price {Shown(in view, bid)}: Level-1 data does not show that queue";
        if (price > view.CollarPrice) return $"{what}, beyond the collar at {Shown(in view, view.CollarPrice)}";

        // A cent, and below a dollar a hundredth of one (Rule 612 of Regulation NMS).
        if (price != bid && price != view.SlicePrice && price % (Math.Abs(price) < Nanos.One ? Cent / 100 : Cent) != 0)
            return $"{what}, which is no whole tick";
        if (rest.ExpectedNano is { } expected && (expected < 0 || expected > (Int128)rest.Shares * Nanos.One))
            return $"{what}, of which it expects {Nanos.Format(expected)} to be filled";
        var at = 0;
        foreach (var other in orders.Rests)
            if (other.Venue == rest.Venue) at++;
        if (at > 1) return $"{what}, and another order there: one may rest at a venue at a time";
        return view.IsResting(rest.Venue) && !orders.IsCancelling
            ? $"{what}, where an order of its own rests already: cancel that first"
            : null;
    }

    private static string? WrongOrder(in RoutingView view, int venue, long shares, string what)
    {
        if (venue < 0 || venue >= view.Ask.Length)
            return $"asked to {what} {shares} shares at venue {venue}: there are {view.Ask.Length} venues, from 0";
        if (shares < 0) return $"asked to {what} {shares} shares at {view.Known.Mics[venue]}";
        return shares > view.Unfilled
            ? $"asked to {what} {shares} shares at {view.Known.Mics[venue]}, where {view.Unfilled} are left of the parent"
            : null;
    }

    /// <summary>A price in dollars, as it is in the market.</summary>
    private static string Shown(in RoutingView view, long price) =>
        price is long.MaxValue or long.MinValue ? "no price" : "$" + Nanos.Format((int)view.Side * price);
}
