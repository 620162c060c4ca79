namespace Sor.Core.Routing;

/// <summary>What a router decides: orders that take at once, and orders that rest at the slice's price.</summary>
/// <param name="venues">How many venue slots there are: room for one order of each kind per venue.</param>
public sealed class Placement(int venues)
{
    private readonly ChildOrder[] takes = new ChildOrder[venues];
    private readonly RestingOrder[] rests = new RestingOrder[venues];
    private int takeCount;
    private int restCount;

    /// <summary>Orders that take, in the order in which they are sent.</summary>
    public ReadOnlySpan<ChildOrder> Takes => takes.AsSpan(0, takeCount);

    /// <summary>Orders that rest, at most one per venue.</summary>
    public ReadOnlySpan<RestingOrder> Rests => rests.AsSpan(0, restCount);

    /// <summary>
    /// The most shares that may be filled from this decision on until its resting orders have arrived and by them, takers included: orders
    /// of earlier decisions may still be filled while these are on their way, and then these are cut.
    /// </summary>
    public long Most { get; set; }

    /// <summary>Whether the router had too little to learn from, and did as a simpler one.</summary>
    public bool IsUnlearnt { get; set; }

    /// <summary>Forgets all orders.</summary>
    public void Clear() => (takeCount, restCount, Most, IsUnlearnt) = (0, 0, 0, false);

    /// <summary>Takes shares at a venue; no more than are left to take.</summary>
    /// <param name="venue">The venue's slot.</param>
    /// <param name="shares">How many; 0 takes nothing.</param>
    public void Take(int venue, long shares)
    {
        if (shares > 0) takes[takeCount++] = new ChildOrder(venue, shares);
    }

    /// <summary>Takes what another router would.</summary>
    public void TakeAs(IRouter router, in SliceView view) => takeCount = router.Route(view.Market, view.Want, takes);

    /// <summary>Posts shares at a venue that shows the slice's price.</summary>
    /// <param name="venue">The venue's slot.</param>
    /// <param name="shares">How many; 0 posts nothing.</param>
    /// <param name="expectedNano">How many of them are expected to be filled, times 1e9; <c>null</c> where nothing is expected.</param>
    public void Rest(int venue, long shares, long? expectedNano = null)
    {
        if (shares > 0) rests[restCount++] = new RestingOrder(venue, shares, expectedNano);
    }
}

/// <summary>An order that is to rest.</summary>
/// <param name="Venue">The venue's slot.</param>
/// <param name="Shares">How many shares; positive.</param>
/// <param name="ExpectedNano">How many of them are expected to be filled, times 1e9; <c>null</c> where nothing is expected.</param>
public readonly record struct RestingOrder(int Venue, long Shares, long? ExpectedNano);
