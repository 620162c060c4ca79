using System.Runtime.CompilerServices;

namespace Sor.Core.Routing;

/// <summary><c>best_ask</c>: the venues that display the best price, the larger size first, and nothing else; the rest waits.</summary>
public sealed class BestAskRouter : ITaker
{
    /// <inheritdoc/>
    public string Name => "best_ask";

    /// <inheritdoc/>
    [SkipLocalsInit]
    public void Decide(in RoutingView view, Placement orders)
    {
        VenueRanking.Begin(out var ranking);
        for (var venue = 0; venue < view.Ask.Length; venue++)
            if (view.CanTake(venue) && view.Ask[venue] == view.BestAsk) ranking.Add(in view, venue, view.BestAsk);
        ranking.Take(view.Want, orders);
    }
}
