namespace Sor.Core.Routing;

/// <summary>
/// <c>net</c>: all venues in order of price and fee together, as far as the collar. Also closes every bucket, whatever the router.
/// </summary>
public sealed class NetRouter : IRouter
{
    /// <inheritdoc/>
    public string Name => "net";

    /// <inheritdoc/>
    public int Route(in RoutingView view, long want, Span<ChildOrder> children)
    {
        var ranking = new VenueRanking();
        for (var venue = 0; venue < view.Venues; venue++)
            if (view.CanTake(venue)) ranking.Add(in view, venue, view.AllInPrice(venue));
        return ranking.Take(want, children);
    }
}
