using System.Runtime.CompilerServices;

namespace Sor.Core.Routing;

/// <summary>
/// <c>net</c>: all venues in order of price and fee together, as far as the collar. Also closes every bucket, whatever the router.
/// </summary>
public sealed class NetRouter : ITaker
{
    /// <inheritdoc/>
    public string Name => "net";

    /// <inheritdoc/>
    [SkipLocalsInit]
    public void Decide(in RoutingView view, Placement orders)
    {
        VenueRanking.Begin(out var ranking);
        Rank(in view, ref ranking);
        ranking.Take(view.Want, orders);
    }

    /// <summary>Puts all venues that can be taken in the order of their all-in prices.</summary>
    internal static void Rank(in RoutingView view, ref VenueRanking ranking)
    {
        for (var venue = 0; venue < view.Ask.Length; venue++)
            if (view.CanTake(venue)) ranking.Add(in view, venue, view.AllIn(venue));
    }
}
