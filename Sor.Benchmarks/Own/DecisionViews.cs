using Sor.Core.Routing;
using Sor.Core.Simulation;
using Sor.Core.Tape;

namespace Sor.Benchmarks.Own;

/// <summary>A market at one decision, as a router sees it: different ones in turn, so that no branch is learnt by heart.</summary>
internal sealed class DecisionViews
{
    private const int Count = 1_024;
    private const long Tick = 10_000_000;
    private const ulong HalfHour = 1_800_000_000_000;

    private readonly long[] price;
    private readonly uint[] available;
    private readonly RoutedVenues venues;
    private readonly long best;

    private DecisionViews(int count, ref RandomStream random)
    {
        price = new long[count];
        available = new uint[count];
        var fee = new long[count];
        for (var k = 0; k < count; k++)
        {
            price[k] = 100 * Nanos.One + random.Below(4) * Tick;
            available[k] = (random.Below(9) + 1) * 100;
            fee[k] = random.Below(30) * 100_000;
        }

        venues = new RoutedVenues([.. Enumerable.Range(0, count).Select(k => $"X{k:000}")], fee, fee);

        best = price.Min();
    }

    /// <summary>What the router is given: a mid half a tick below the best offer possible.</summary>
    /// <param name="want">Shares due.</param>
    public RoutingView View(long want) => new()
    {
        Ask = price,
        Available = available,
        Known = venues,
        BestAsk = best,
        Want = want,
        CollarPrice = 101 * Nanos.One,
        Mid2 = 2 * 100 * Nanos.One - Tick,
        UsualSpread = MeanSpread.Of((UInt128)Tick * HalfHour, HalfHour),
    };

    /// <summary>Makes markets from a seed.</summary>
    public static DecisionViews[] Make(int venues, ulong seed)
    {
        var random = new RandomStream(seed);
        var views = new DecisionViews[Count];
        for (var i = 0; i < views.Length; i++) views[i] = new DecisionViews(venues, ref random);
        return views;
    }
}
