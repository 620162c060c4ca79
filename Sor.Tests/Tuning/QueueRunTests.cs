using Sor.Core.Execution;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Pipeline;
using Sor.Core.Strategies;
using Sor.Core.Tape;
using Sor.Core.Tuning;
using static Sor.Tests.Market;

namespace Sor.Tests.Tuning;

/// <summary>Runs of <c>queue</c> from window to window, in which it learns.</summary>
public sealed class QueueRunTests
{
    private static readonly ParameterAxes OnePoint = new([Nanos.One / 2], [Nanos.One], [0]);

    [Fact]
    public async Task Changing_the_future_changes_no_fill_before_it()
    {
        var learnt = 0L;
        for (var seed = 1; seed <= 8; seed++)
        {
            var (a, b) = (Random(seed), Random(seed + 1_000));
            var cut = Open + Seconds(20 + 11 * seed);
            var spliced = new Market();
            spliced.Records.AddRange(a.Records.Where(r => r.TsEvent <= cut));
            spliced.Records.AddRange(b.Records.Where(r => r.TsEvent > cut));

            var (one, other) = (await RunAsync(a, OnePoint), await RunAsync(spliced, OnePoint));

            foreach (var (mine, theirs) in one.Zip(other))
                theirs.Fills.Where(f => f.Time <= cut).ShouldBe(mine.Fills.Where(f => f.Time <= cut));
            learnt += one.Sum(o => o.Posted?.ByTenth.Sum(t => t.Orders) ?? 0);
        }

        learnt.ShouldBeGreaterThan(0, "a queue that never had enough to learn from would prove nothing");
    }

    [Fact]
    public async Task What_other_strategies_do_changes_nothing()
    {
        var market = Random(77);

        var alone = await RunAsync(market, OnePoint);
        var beside = await RunAsync(market, new ParameterAxes([Nanos.One / 2, 0], [Nanos.One, 0], [0, Nanos.One / 10]));

        beside.Select(o => o.Cash).ShouldBe(alone.Select(o => o.Cash));
        beside.Zip(alone).ShouldAllBe(pair => pair.First.Fills.SequenceEqual(pair.Second.Fills));
    }

    [Fact]
    public async Task With_fewer_than_thirty_slices_it_does_as_join_and_that_is_counted()
    {
        // Nothing lies before the first window, and its first slices are its first.
        var market = Random(5);
        var outcomes = await new Backtest(Options(OnePoint, from: -3_600, to: -3_590)).RunAsync(
            new Records([.. market.Records], Schema),
            TestContext.Current.CancellationToken);
        var window = outcomes.Single().Windows.Single();
        var set = Options(OnePoint).Strategies;

        var queue = window.Of(set.Points.Single().Strategy);
        var join = window.Of(set.Resting[0]);

        queue.Select(o => o.Cash).ShouldBe(join.Select(o => o.Cash));
        queue.ShouldAllBe(o => o.Posted!.Unlearnt > 0 && o.Posted.ByTenth.All(t => t.Orders == 0));
    }

    [Fact]
    public async Task Threads_change_nothing()
    {
        var market = Random(9);

        var one = await RunAsync(market, ParameterAxes.Default, threads: 1);
        var four = await RunAsync(market, ParameterAxes.Default, threads: 4);

        four.Zip(one).ShouldAllBe(pair => pair.First.Fills.SequenceEqual(pair.Second.Fills));
    }

    private static readonly SourceSchema Schema = new("mbp-1", HasBids: true, HasTrades: true);

    private static BacktestOptions Options(ParameterAxes axes, double from = 0, double to = 120, int threads = 2) => new BacktestOptions
    {
        Order = new ParentOrder(600, new Collar(50 * Nanos.One), Liquidity.Depleting),
        Strategies = new StrategySet(new Schedule(ScheduleKind.Twap), TunedRouter.Queue, axes, rests: true),
        Window = TradingWindow.Between(Open + Seconds(from), Open + Seconds(to), Span(Math.Min(30, to - from))),
        Tape = new TapeOptions { Every = Span(0.5), Bucket = Duration.OfSeconds(10), Overtime = Duration.OfSeconds(5) },
        Fees = FeeSchedule.Parse("flat:take=0.003,add=-0.002", anyDate: false),
        Threads = threads,
    }.On(Schema);

    /// <summary>What became of the first point's parents, window by window and side by side.</summary>
    private static async Task<List<ParentOutcome>> RunAsync(Market market, ParameterAxes axes, int threads = 2)
    {
        var options = Options(axes, threads: threads);
        var outcomes = await new Backtest(options).RunAsync(
            new Records([.. market.Records], Schema),
            TestContext.Current.CancellationToken);
        return [.. outcomes.Single().Windows.SelectMany(w => w.Of(options.Strategies.Points[0].Strategy))];
    }

    /// <summary>
    /// A market of three venues from the session's start to the end of the runs, busy in the minutes around the window's start.
    /// </summary>
    private static Market Random(int seed)
    {
        ushort[] venues = [Nasdaq, Nyse, Arca];
        var random = new Random(seed);
        var market = new Market();
        foreach (var venue in venues) market.Quote(-3_601, venue, 99.99m, 300, 100.01m, 300);
        var price = 100m;
        for (var at = -3_600.0; at < 130; at += at < -3_580 || at > -60 ? random.NextDouble() : 30)
        {
            price += random.Next(-1, 2) * 0.01m;
            var venue = venues[random.Next(venues.Length)];
            if (random.Next(3) == 0) market.Trade(at, venue, price - 0.01m * random.Next(0, 3), (uint)random.Next(1, 5) * 100);
            else
                market.Quote(
                    at,
                    venue,
                    price - 0.01m,
                    (uint)random.Next(1, 5) * 100,
                    price + 0.01m * random.Next(0, 3),
                    (uint)random.Next(1, 5) * 100);
        }

        return market.Quote(300, Nasdaq, 99.99m, 100, 100.01m, 100);
    }
}
