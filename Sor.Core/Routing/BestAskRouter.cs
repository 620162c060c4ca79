namespace Sor.Core.Routing;

/// <summary><c>best_ask</c>: the venues that display the best price, the larger size first, and nothing else; the rest waits.</summary>
public sealed class BestAskRouter : IRouter
{
    /// <inheritdoc/>
    public string Name => "best_ask";

    /// <inheritdoc/>
    public int Route(in RoutingView view, long want, Span<ChildOrder> children)
    {
        var ranking = new VenueRanking();
        for (var venue = 0; venue < view.Venues; venue++)
            if (view.CanTake(venue) && view.Price[venue] == view.BestPrice) ranking.Add(in view, venue, view.BestPrice);
        return ranking.Take(want, children);
    }
}
