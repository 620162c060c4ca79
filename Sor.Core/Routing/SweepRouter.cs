using System.Runtime.CompilerServices;

namespace Sor.Core.Routing;

/// <summary><c>sweep</c>: all venues in price order, fees ignored, as far as the collar.</summary>
public sealed class SweepRouter : ITaker
{
    /// <inheritdoc/>
    public string Name => "sweep";

    /// <inheritdoc/>
    [SkipLocalsInit]
    public void Decide(in RoutingView view, Placement orders)
    {
        VenueRanking.Begin(out var ranking);
        for (var venue = 0; venue < view.Ask.Length; venue++)
            if (view.CanTake(venue)) ranking.Add(in view, venue, view.Ask[venue]);
        ranking.Take(view.Want, orders);
    }
}
