using Sor.Core.Model;

namespace Sor.Benchmarks.Own;

/// <summary>
/// Decisions of <c>queue</c> like those of a liquid stock on 12 venues, by seed: one slice in eight trades through the price, and then most
/// venues fill and the mid falls; of the others a venue fills one in eight.
/// </summary>
internal sealed class PlacementDecisions
{
    public const int Venues = 12;
    public const int Count = 200;
    private const long Tick = 10_000_000;
    private const long Mil = 1_000_000;
    private readonly Random random;
    private readonly long[] fees;
    private readonly SweepStep[] ladder;
    private readonly long shares;
    private readonly long ticks;
    private readonly PlacementParameters parameters;

    private PlacementDecisions(Random random, int venues)
    {
        this.random = random;
        ticks = random.Next(1, 6);
        shares = random.Next(3) switch { 0 => random.Next(100, 500), 1 => random.Next(500, 3_000), _ => random.Next(3_000, 20_000) };
        fees = [.. Enumerable.Range(0, venues).Select(_ => random.Next(-32, 10) * Mil / 10)];
        ladder = [.. Enumerable.Range(0, Venues).Select(_ => Offer()).OrderBy(step => step.AllIn)];
        var over = random.Next(2) == 0 ? 500_000_000 : 2_000_000_000;
        parameters = new PlacementParameters(random.Next(2, 5) * 250_000_000L, over, random.Next(2) * 50_000_000);
        Scenarios = new Scenarios(venues, Count);
        Scenarios.Begin(venues);
        for (var s = 0; s < Count; s++)
        {
            var through = random.Next(8) == 0;
            long[] filled = [.. Enumerable.Range(0, venues).Select(_ => Fill(through))];
            var move = (through ? -random.Next(1, 8) : random.Next(-1, 4)) * Tick;
            Scenarios.Add(move, (ticks + random.Next(0, 3)) * Tick + random.Next(1, 30) * Mil / 5, filled);
        }

        Scenarios.Complete();
    }

    /// <summary>What the decision expects.</summary>
    public Scenarios Scenarios { get; }

    /// <summary>The decision.</summary>
    public PlacementProblem Problem => new()
    {
        Shares = shares,
        Limit = 2 * shares,
        Mid2 = 0,
        Spread = ticks * Tick,
        AddFees = fees,
        Ladder = ladder,
        Scenarios = Scenarios,
        Parameters = parameters,
    };

    /// <summary>Decisions with as many venues at the best price as a list says, over and over.</summary>
    public static PlacementDecisions[] Make(int decisions, int seed, params IReadOnlyList<int> venues)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, decisions).Select(i => new PlacementDecisions(random, venues[i % venues.Count]))];
    }

    private SweepStep Offer() =>
        new(ticks * Tick / 2 + random.Next(0, 3) * Tick + random.Next(-10, 31) * Mil / 10, random.Next(1, 10) * 100);

    private long Fill(bool through) => through
        ? random.Next(10) < 2 ? 0 : random.Next(1, 40) * 100
        : random.Next(100) < 88 ? 0 : random.Next(1, 20) * 100 - random.Next(100);
}
