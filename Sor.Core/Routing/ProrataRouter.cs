namespace Sor.Core.Routing;

/// <summary>
/// <c>prorata</c>: among the venues that display the best price each gets its share of the available size, rounded down. What rounding
/// leaves goes to the larger venues first, to each as much as it has.
/// </summary>
public sealed class ProrataRouter : IRouter
{
    /// <inheritdoc/>
    public string Name => "prorata";

    /// <inheritdoc/>
    public int Route(in RoutingView view, long want, Span<ChildOrder> children)
    {
        var available = 0L;
        var ranking = new VenueRanking();
        for (var venue = 0; venue < view.Venues; venue++)
        {
            if (!view.CanTake(venue) || view.Price[venue] != view.BestPrice) continue;
            available += view.Available[venue];
            ranking.Add(in view, venue, view.BestPrice);
        }

        var ranked = children[..ranking.Take(available, children)];
        var wanted = Math.Min(want, available);
        var rest = wanted;
        foreach (ref var child in ranked)
        {
            child = child with { Shares = (long)((Int128)wanted * child.Shares / available) };
            rest -= child.Shares;
        }

        for (var i = 0; rest > 0; i++)
        {
            var more = Math.Min(rest, view.Available[ranked[i].Venue] - ranked[i].Shares);
            ranked[i] = ranked[i] with { Shares = ranked[i].Shares + more };
            rest -= more;
        }

        var kept = 0;
        foreach (var child in ranked)
            if (child.Shares > 0)
                children[kept++] = child;
        return kept;
    }
}
