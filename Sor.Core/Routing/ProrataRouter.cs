using System.Runtime.CompilerServices;

namespace Sor.Core.Routing;

/// <summary>
/// <c>prorata</c>: among the venues that display the best price each gets its share of the available size, rounded down. What rounding
/// leaves goes to the larger venues first, to each as much as it has.
/// </summary>
public sealed class ProrataRouter : ITaker
{
    /// <inheritdoc/>
    public string Name => "prorata";

    /// <inheritdoc/>
    [SkipLocalsInit]
    public void Decide(in RoutingView view, Placement orders)
    {
        var available = 0L;
        VenueRanking.Begin(out var ranking);
        for (var venue = 0; venue < view.Ask.Length; venue++)
        {
            if (!view.CanTake(venue) || view.Ask[venue] != view.BestAsk) continue;
            available += view.Available[venue];
            ranking.Add(in view, venue, view.BestAsk);
        }

        var wanted = Math.Min(view.Want, available);
        var rest = wanted;
        for (var i = 0; i < ranking.Count; i++) rest -= Part(ranking[i].Available);
        for (var i = 0; i < ranking.Count; i++)
        {
            var part = Part(ranking[i].Available);
            var more = Math.Min(rest, ranking[i].Available - part);
            orders.Take(ranking[i].Venue, part + more);
            rest -= more;
        }

        long Part(uint shown) => Wide.Part(wanted, shown, available);
    }
}
