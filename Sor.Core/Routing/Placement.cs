using System.Runtime.CompilerServices;

namespace Sor.Core.Routing;

/// <summary>
/// What a router decides: orders that take at once, orders that rest, and whether what rests from before is cancelled. Several routers can
/// write into one: <see cref="Taken"/> and <see cref="Rested"/> say what the ones before have asked for.
/// </summary>
/// <param name="venues">How many venue slots there are.</param>
public sealed class Placement(int venues)
{
    /// <summary>More orders than any venue list needs: a loop that never ends ends here.</summary>
    private const int MostOrders = 1_000;

    private ChildOrder[] takes = new ChildOrder[venues];
    private RestingOrder[] rests = [];
    private int takeCount;
    private int restCount;
    private long mostIfCancelled;

    /// <summary>Orders that take, in the order in which they are sent.</summary>
    public ReadOnlySpan<ChildOrder> Takes => takes.AsSpan(0, takeCount);

    /// <summary>Orders that rest, at most one per venue.</summary>
    public ReadOnlySpan<RestingOrder> Rests => rests.AsSpan(0, restCount);

    /// <summary>Shares of all orders that take.</summary>
    public long Taken { get; private set; }

    /// <summary>Shares of all orders that rest.</summary>
    public long Rested { get; private set; }

    /// <summary>Whether what rests from before is cancelled.</summary>
    public bool IsCancelling { get; private set; }

    /// <summary>
    /// The most shares that may be filled of what this decision asks for, taken and resting together: what is due, unless the router sets
    /// more, up to what is left of the parent. Orders of earlier decisions may still be filled while these are on their way; then these
    /// are cut to it.
    /// </summary>
    public long Most { get; set; }

    /// <summary>Whether the router had too little to learn from, and did as a simpler one: results count such decisions.</summary>
    public bool IsUnlearnt { get; set; }

    /// <summary>Forgets all orders, for the next decision.</summary>
    /// <param name="most">What <see cref="Most"/> is to be: <see cref="RoutingView.Want"/>.</param>
    /// <param name="mostIfCancelled">What it is to be once what rests is cancelled: all that is due.</param>
    public void Clear(long most, long mostIfCancelled = 0)
    {
        (takeCount, restCount, Taken, Rested, IsCancelling, IsUnlearnt) = (0, 0, 0, 0, false, false);
        (Most, this.mostIfCancelled) = (most, mostIfCancelled);
    }

    /// <summary>Takes shares at a venue, at once or not at all.</summary>
    /// <example><code>orders.Take(venue.Slot, Math.Min(venue.Available, view.Want - orders.Taken));</code></example>
    /// <param name="venue">The venue's slot.</param>
    /// <param name="shares">How many, up to what is available there; 0 takes nothing.</param>
    /// <param name="limit">The worst price that is paid, turned, within the collar; the venue's price now where none is given. It matters
    /// where the order is on its way for a while.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take(int venue, long shares, long limit = ChildOrder.PriceNow)
    {
        if (shares == 0) return;
        Taken += shares;
        if (takeCount == takes.Length) Grow(ref takes);
        takes[takeCount++] = new ChildOrder(venue, shares, limit);
    }

    /// <summary>
    /// Posts shares at a venue; what is not filled is cancelled at the slice's end. One order may rest at a venue at a time. An order that
    /// would meet an offer when it arrives is refused, and its shares are due again.
    /// </summary>
    /// <example><code>orders.Rest(venue.Slot, view.Want - orders.Taken, venue.Bid + 10_000_000); // a cent above</code></example>
    /// <param name="venue">The venue's slot.</param>
    /// <param name="shares">How many; 0 posts nothing.</param>
    /// <param name="price">Its price, turned: the venue's own bid or a better one, since Level-1 data shows no queue behind that;
    /// <c>null</c> for the slice's.</param>
    /// <param name="expectedNano">How many of them are expected to be filled, times 1e9, which the result holds against what was;
    /// <c>null</c> where nothing is expected.</param>
    public void Rest(int venue, long shares, long? price = null, long? expectedNano = null)
    {
        if (shares == 0) return;
        Rested += shares;
        if (restCount == rests.Length) Grow(ref rests);
        rests[restCount++] = new RestingOrder(venue, shares, price, expectedNano);
    }

    /// <summary>
    /// Cancels what rests from earlier decisions, also what is still on its way to rest. Its shares may be placed anew at once:
    /// <see cref="Most"/> is then all that is due.
    /// </summary>
    public void Cancel()
    {
        if (IsCancelling) return;
        IsCancelling = true;
        Most = Math.Max(Most, mostIfCancelled);
    }

    private void Grow<T>(ref T[] orders)
    {
        if (orders.Length >= MostOrders) throw new InvalidOperationException($"more than {MostOrders} orders in one decision");
        Array.Resize(ref orders, Math.Max(2 * orders.Length, venues));
    }
}

/// <summary>A marketable, immediate-or-cancel child order.</summary>
/// <param name="Venue">The venue's slot.</param>
/// <param name="Shares">How many shares; positive.</param>
/// <param name="Limit">The worst price that is paid, turned; <see cref="PriceNow"/> for the venue's price at the decision.</param>
public readonly record struct ChildOrder(int Venue, long Shares, long Limit = ChildOrder.PriceNow)
{
    /// <summary>Instead of a limit: the venue's price at the decision.</summary>
    public const long PriceNow = long.MinValue;
}

/// <summary>An order that is to rest.</summary>
/// <param name="Venue">The venue's slot.</param>
/// <param name="Shares">How many shares; positive.</param>
/// <param name="Price">Its price, turned; <c>null</c> for the slice's.</param>
/// <param name="ExpectedNano">How many of them are expected to be filled, times 1e9; <c>null</c> where nothing is expected.</param>
public readonly record struct RestingOrder(int Venue, long Shares, long? Price, long? ExpectedNano);
