using Sor.Core.Orders;
using Sor.Core.Tape;

namespace Sor.Core.Execution;

/// <summary>Looks at the slices of a tape, once for all strategies: nothing that a strategy does enters.</summary>
internal static class SliceObserver
{
    /// <summary>What each slice teaches, in time order; those that teach nothing are left out.</summary>
    /// <param name="tape">The window, with its events.</param>
    /// <param name="side">The side of the orders.</param>
    /// <param name="slices">Its slices.</param>
    /// <param name="collar">How far completing a share may go.</param>
    /// <param name="costs">Fees and MIC order of the tape's venues.</param>
    /// <param name="assumptions">The assumptions on queues.</param>
    public static List<ObservedSlice> Observe(
        WindowTape tape,
        Side side,
        IReadOnlyList<Slice> slices,
        Collar collar,
        VenueCosts costs,
        IReadOnlyList<IQueueAssumption> assumptions)
    {
        var observed = new List<ObservedSlice>(slices.Count);
        var walk = new MarketWalk(tape, side, collar, seesOwn: true);
        var orders = new VirtualOrders(side, walk, tape.Mics.Count, assumptions);
        var at = -1;
        foreach (var slice in slices)
        {
            while (at < slice.Start) walk.MoveTo(++at);
            if (!slice.IsSampled) continue;
            orders.Begin((int)side * slice.Price);
            byte[] venues = [.. VenuesAt(walk.Own, costs, (int)side * slice.Price)];
            uint[] sizes = [.. venues.Select(v => walk.Own.Size[v])];
            while (at < slice.End) walk.FollowTo(++at, [orders]);
            ref readonly var start = ref tape.Instants[slice.Start];
            ref readonly var end = ref tape.Instants[slice.End];
            if (LowestAllIn(walk.Offers, costs, walk.WorstPrice(in end)) is not { } lowest) continue;
            observed.Add(new ObservedSlice(
                start.Time,
                end.Time,
                (int)side * (end.Mid2 - start.Mid2),
                2 * lowest - (int)side * end.Mid2,
                venues,
                sizes,
                [.. assumptions.Select((_, a) => Array.ConvertAll(venues, v => orders.Filled(a, v)))]));
        }

        return observed;
    }

    private static List<byte> VenuesAt(OwnQuotes own, VenueCosts costs, long price)
    {
        var venues = new List<byte>();
        foreach (var venue in costs.ByMic)
            if (own.Price[venue] == price) venues.Add(venue);
        return venues;
    }

    /// <summary>The lowest price with its fee on display within the collar; <c>null</c> where there is none.</summary>
    private static long? LowestAllIn(Offers offers, VenueCosts costs, long collarPrice)
    {
        long? lowest = null;
        for (var venue = 0; venue < costs.Take.Length; venue++)
        {
            if (offers.Displayed[venue] == 0 || offers.Price[venue] > collarPrice) continue;
            var allIn = offers.Price[venue] + costs.Take[venue];
            if (lowest is null || allIn < lowest) lowest = allIn;
        }

        return lowest;
    }
}
