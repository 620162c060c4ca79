using Sor.Core.Analysis;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Pipeline;
using Sor.Core.Simulation;
using Sor.Core.Strategies;
using Sor.Core.Tape;
using Sor.Core.Tuning;

namespace Sor.Tests.Analysis;

/// <summary>Markets of equal fees and one price, where nothing can be gained: what a verdict finds there is chance.</summary>
public sealed class NothingToGainTests
{
    private const int Markets = 500;

    /// <summary>Windows, and the parents that are judged of them: all while there are too few to hold any back, then half.</summary>
    private static readonly (int Windows, int Judged)[] Sizes =
        [(2, 2), (3, 3), (4, 2), (6, 3), (10, 5), (12, 6), (20, 10), (58, 29), (60, 30), (100, 50), (200, 100)];

    private static readonly BacktestOptions Options = new()
    {
        Fees = FeeSchedule.Parse("flat:take=0.003", anyDate: false),

        // Bought and sold, waiting gains on one side what it loses on the other, and nothing would differ.
        Sides = [Side.Buy],
        Order = new ParentOrder(500, new Collar(50 * Nanos.One), Liquidity.Depleting),
        Strategies = new StrategySet(new Schedule(ScheduleKind.Twap), TunedRouter.Static, new([0], [Nanos.One / 2, 3 * Nanos.One], [0])),
        Window = new TradingWindow { Horizon = Duration.OfSeconds(10) },
        Tape = new TapeOptions { Bucket = Duration.OfSeconds(5) },
        Threads = 1,
    };

    private static IRecordSource Market(int seed) => new MarketOptions
    {
        Seed = (ulong)seed,
        Length = Duration.OfSeconds(2_010),
        RecordsPerSecond = 2,
        Venues = SimulatedVenue.First(2),
        OnePrice = true,
    }.Open();

    [Fact]
    public async Task Cheaper_is_said_in_at_most_a_twentieth_of_the_markets_whatever_the_number_of_parents()
    {
        var cheaper = new int[Sizes.Length];
        var dearer = new int[Sizes.Length];
        await Parallel.ForAsync(1, Markets + 1, TestContext.Current.CancellationToken, async (seed, cancel) =>
        {
            using var market = Market(seed);
            var windows = new ParentWindows(Options, await new Backtest(Options).RunAsync(market, cancel)).Whole;
            for (var i = 0; i < Sizes.Length; i++)
            {
                var judged = new ParameterChoice(Options, [.. windows.Take(Sizes[i].Windows)]).Judged;
                judged.Count.ShouldBe(Sizes[i].Judged);
                var told = Comparison.Of(judged, j => j.Rival).Told;
                if (told == "cheaper") Interlocked.Increment(ref cheaper[i]);
                if (told == "dearer") Interlocked.Increment(ref dearer[i]);
            }
        });

        for (var i = 0; i < Sizes.Length; i++)
        {
            cheaper[i].ShouldBeLessThanOrEqualTo(Markets / 20, $"{Sizes[i].Judged} parents");
            dearer[i].ShouldBeLessThanOrEqualTo(Markets / 20, $"{Sizes[i].Judged} parents");
        }

        // And it is not that nothing differed: what cannot be told from chance is there to be mistaken.
        cheaper.Sum().ShouldBeGreaterThan(0);
    }
}
