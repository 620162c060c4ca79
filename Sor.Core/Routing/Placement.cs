namespace Sor.Core.Routing;

/// <summary>What a router decides: orders that take at once, and orders that rest at the slice's price.</summary>
/// <param name="venues">How many venue slots there are: room for one order of each kind per venue.</param>
public sealed class Placement(int venues)
{
    private readonly ChildOrder[] takes = new ChildOrder[venues];
    private readonly ChildOrder[] rests = new ChildOrder[venues];
    private int takeCount;
    private int restCount;

    /// <summary>Orders that take, in the order in which they are sent.</summary>
    public ReadOnlySpan<ChildOrder> Takes => takes.AsSpan(0, takeCount);

    /// <summary>Orders that rest, at most one per venue.</summary>
    public ReadOnlySpan<ChildOrder> Rests => rests.AsSpan(0, restCount);

    /// <summary>
    /// The most shares that may be filled from this decision on until its resting orders have arrived and by them, takers included: orders of earlier decisions may still
    /// be filled while these are on their way, and then these are cut.
    /// </summary>
    public long Most { get; set; }

    /// <summary>Forgets all orders.</summary>
    public void Clear() => (takeCount, restCount, Most) = (0, 0, 0);

    /// <summary>Takes what another router would.</summary>
    public void TakeAs(IRouter router, in SliceView view) => takeCount = router.Route(view.Market, view.Want, takes);

    /// <summary>Posts shares at a venue that shows the slice's price.</summary>
    /// <param name="venue">The venue's slot.</param>
    /// <param name="shares">How many; 0 posts nothing.</param>
    public void Rest(int venue, long shares)
    {
        if (shares > 0) rests[restCount++] = new ChildOrder(venue, shares);
    }
}
