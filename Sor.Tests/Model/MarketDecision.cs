using Sor.Core.Model;

namespace Sor.Tests.Model;

/// <summary>
/// Decisions like a market's, by seed: one slice in eight trades through the price, and then most venues fill and the mid falls; of the
/// others a venue fills one in eight. Costs, fees and displayed sizes are of the order of a liquid stock's.
/// </summary>
internal static class MarketDecision
{
    private const long Tick = 10_000_000;
    private const long Mil = 1_000_000;

    public static Decision Make(Random random, int venues, int scenarios)
    {
        var ticks = random.Next(1, 6);
        var mid2 = 31_745 * Tick + ticks % 2 * Tick;
        var ask = (mid2 + ticks * Tick) / 2;
        var shares = random.Next(3) switch { 0 => random.Next(100, 500), 1 => random.Next(500, 3_000), _ => random.Next(3_000, 20_000) };
        var through = Enumerable.Range(0, scenarios).Select(_ => random.Next(8) == 0).ToArray();
        return new Decision
        {
            Shares = shares,
            Limit = shares * random.Next(1, 3),
            Mid2 = mid2,
            Spread = ticks * Tick,
            AddFees = [.. Enumerable.Range(0, venues).Select(_ => random.Next(-32, 10) * Mil / 10)],
            Ladder = [.. Enumerable.Range(0, 12)
                .Select(_ => new SweepStep(ask + random.Next(0, 3) * Tick + random.Next(-10, 31) * Mil / 10, random.Next(1, 10) * 100))
                .OrderBy(step => step.AllIn)],
            Filled = [.. through.Select(isThrough => Enumerable.Range(0, venues).Select(_ => Fill(random, isThrough)).ToArray())],
            Moves = [.. through.Select(isThrough => (isThrough ? -random.Next(1, 8) : random.Next(-1, 4)) * Tick)],
            Completions = [.. through.Select(_ => (ticks + random.Next(0, 3)) * Tick + random.Next(1, 30) * Mil / 5)],
            Parameters = new PlacementParameters(
                random.Next(2, 5) * 250_000_000L,
                random.Next(2) == 0 ? 500_000_000 : 2_000_000_000,
                random.Next(2) * 50_000_000),
        };
    }

    private static long Fill(Random random, bool isThrough) => isThrough
        ? random.Next(10) < 2 ? 0 : random.Next(1, 40) * 100
        : random.Next(100) < 88 ? 0 : random.Next(1, 20) * 100 - random.Next(100);
}
