namespace Sor.Core.Routing;

/// <summary><c>sweep</c>: all venues in price order, fees ignored, as far as the collar.</summary>
public sealed class SweepRouter : IRouter
{
    /// <inheritdoc/>
    public string Name => "sweep";

    /// <inheritdoc/>
    public int Route(in RoutingView view, long want, Span<ChildOrder> children)
    {
        var ranking = new VenueRanking();
        for (var venue = 0; venue < view.Venues; venue++)
            if (view.CanTake(venue)) ranking.Add(in view, venue, view.Price[venue]);
        return ranking.Take(want, children);
    }
}
