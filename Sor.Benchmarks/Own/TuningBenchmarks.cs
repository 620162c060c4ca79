using Sor.Benchmarks.Measuring;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Pipeline;
using Sor.Core.Strategies;
using Sor.Core.Tape;
using Sor.Core.Tuning;

namespace Sor.Benchmarks.Own;

/// <summary>
/// Everything after parsing: replay, all routers, and 64 points of <c>static</c> for each of 26 parents; or what is run by default, with
/// <c>queue</c> at its points under every assumption on queues.
/// </summary>
internal static class TuningBenchmarks
{
    private const int Records = 240_000;
    private const int Points = 64;
    private const ulong Minute = 60 * (ulong)Nanos.One;

    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("tuning", "64 points of static for 26 parents of one day, parsed before", Run),
        new("queue", "all that is run by default, for 24 parents of a real day, parsed before", Queue),
    ];

    private static void Queue(Report report)
    {
        if (MarketFile.RealDay() is not { } path)
        {
            report.Note($"no real day: {MarketFile.SharedFolder} names no folder that has one");
            return;
        }

        using var day = MarketDataFiles.Open([path], new ReadOptions());
        var records = MarketFile.ReadAll(day);
        var options = new BacktestOptions
        {
            Window = new TradingWindow { From = Daily(875 * Minute), To = Daily(1_259 * Minute), Horizon = Duration.OfMinutes(30) },
            Fees = FeeSchedule.Parse("flat:take=0.001,add=-0.0005", anyDate: true),
        };
        var (seconds, work) = (new List<double>(), new List<double>());
        for (var round = 0; round < 5; round++)
        {
            var started = TimeProvider.System.GetTimestamp();
            work.Add(ProcessorTime.PerItem(() =>
            {
                using var source = new MemorySource(records);
                new Backtest(options).RunAsync(source, CancellationToken.None).GetAwaiter().GetResult();
                return 1;
            }) / Nanos.One);
            seconds.Add(TimeProvider.System.GetElapsedTime(started).TotalSeconds);
        }

        report.Note(
            FormattableString.Invariant(
                $"{SideBySide.Median(work):0.00} s of processor time on {options.Threads} threads, first run {work[0]:0.00} s"));
        report.AtMost("real day, all defaults, replay and tuning", SideBySide.Median(seconds), "s", 2);
    }

    private static void Run(Report report)
    {
        Measure(report, "generated day", MarketFile.Records(Records), open: 810 * Minute);
        if (MarketFile.RealDay() is { } path)
        {
            using var day = MarketDataFiles.Open([path], new ReadOptions());
            Measure(report, "real day", MarketFile.ReadAll(day), open: 870 * Minute);
        }
        else
        {
            report.Note($"no real day: {MarketFile.SharedFolder} names no folder that has one");
        }
    }

    private static TradingBound Daily(ulong sinceMidnight) => TradingBound.Daily(new Duration(sinceMidnight));

    private static void Measure(Report report, string what, Mbp1[] records, ulong open)
    {
        // 13 windows, the first a minute after the opening, when there is a quote.
        var horizon = 1_790 * (ulong)Nanos.One;
        var options = new BacktestOptions
        {
            Window = new TradingWindow
            {
                From = Daily(open + Minute),
                To = Daily(open + Minute + 13 * horizon),
                Horizon = new Duration(horizon),
            },
            Fees = FeeSchedule.Parse("flat:take=0.001,add=-0.0005", anyDate: true),
            Strategies = new StrategySet(
                new Schedule(ScheduleKind.Twap),
                TunedRouter.Static,
                new ParameterAxes([0], [.. Enumerable.Range(1, Points).Select(p => p * 100_000_000L)], [0])),
        };
        var seconds = new List<double>();
        var parents = 0;
        for (var round = 0; round < 7; round++)
        {
            var started = TimeProvider.System.GetTimestamp();
            using var source = new MemorySource(records);
            var outcomes = new Backtest(options).RunAsync(source, CancellationToken.None).GetAwaiter().GetResult();
            seconds.Add(TimeProvider.System.GetElapsedTime(started).TotalSeconds);
            parents = outcomes.Sum(o => o.Windows.Count(w => w.Status == WindowStatus.Whole) * options.Sides.Count);
        }

        report.Note(
            $"{what}: {records.Length} records, {parents} parents, {Points} points each, {options.Threads} threads, first run {seconds[0]:0.00} s"
        );
        report.AtMost($"{what}, replay and tuning", SideBySide.Median(seconds), "s", 1);
    }
}
