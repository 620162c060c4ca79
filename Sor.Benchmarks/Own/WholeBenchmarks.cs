using Sor.Benchmarks.Comparison;
using Sor.Benchmarks.Measuring;

namespace Sor.Benchmarks.Own;

/// <summary>What a user waits for: whole processes, from start to end, by the clock.</summary>
internal static class WholeBenchmarks
{
    private const double Megabyte = 1e6;
    private static readonly string[] Options = ["--optimize", "static", "--fees-any-date"];

    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("whole", "native backtester as a whole process: a real day, ten of them, the sample; the launcher", Run),
    ];

    private static void Run(Report report)
    {
        using var scratch = new ScratchFolder();
        if (MarketFile.RealDay() is { } compressed)
        {
            var day = TenDays.Unpack(compressed, scratch.File("day.csv"));
            BesideDuckDb(report, scratch, "the real day, CSV", day, seconds: .12, share: .25, rounds: 15);
            Defaults(report, scratch, "the real day, CSV", day, seconds: 2, rounds: 7);
            var ten = TenDays.Write(day, scratch.File("ten.csv"));
            BesideDuckDb(report, scratch, "ten such days, CSV", ten, seconds: .6, share: .125, rounds: 9);
            var records = TenDays.Convert(ten, scratch.File("ten.dbn"));
            OneThreadAndTwo(report, scratch, "ten such days, CSV", ten);
            OneThreadAndTwo(report, scratch, "ten such days, DBN", records);
        }
        else
        {
            report.Note($"no real day: {MarketFile.SharedFolder} names no folder that has it");
        }

        Sample(report, scratch);
        Defaults(report, scratch, "the sample", Path.Combine(Published.Root(), "samples", "sample.mbp-1.csv.zst"), seconds: .5, rounds: 9);
        Launcher(report, scratch);
    }

    /// <summary>In turns, so that other work on the machine slows both alike.</summary>
    private static void BesideDuckDb(
        Report report,
        ScratchFolder scratch,
        string name,
        string path,
        double seconds,
        double share,
        int rounds)
    {
        var (ours, theirs, onOne) = (new double[rounds], new double[rounds], new double[rounds]);
        using var duck = new DuckDbRows(Environment.ProcessorCount);
        using var duckOnOne = new DuckDbRows();
        duck.Scan(path, pretty: true);
        Backtest(scratch, path);
        for (var round = 0; round < rounds; round++)
        {
            ours[round] = Backtest(scratch, path).Seconds;
            theirs[round] = Seconds(() => duck.Scan(path, pretty: true));
            onOne[round] = Seconds(() => duckOnOne.Scan(path, pretty: true));
        }

        report.AtMost($"{name}: whole process", SideBySide.Median(ours), "s", seconds);
        report.Note(
            FormattableString.Invariant(
                $"  {ours.Min():0.000} to {ours.Max():0.000} s in {rounds} rounds; peak {Backtest(scratch, path).PeakBytes / Megabyte:0} MB"
            ));
        report.Note(
            FormattableString.Invariant(
                $"  DuckDB's read_csv of that file: {SideBySide.Median(theirs):0.000} s on {Environment.ProcessorCount} threads, {SideBySide.Median(onOne):0.000} s on one"
            ));
        report.AtMost("  share of DuckDB's time, all its threads", SideBySide.Median(ours.Zip(theirs, (a, b) => a / b)), "", share);
    }

    /// <summary>What a user waits for who gives no option: <c>queue</c> tuned, under every assumption on queues.</summary>
    private static void Defaults(Report report, ScratchFolder scratch, string name, string path, double seconds, int rounds)
    {
        string[] arguments = ["backtest", path, "--fees-any-date", "--out", scratch.File("out")];
        var runs = Enumerable.Range(0, rounds).Select(_ => ChildRun.Of(Published.Backtester, arguments)).ToArray();
        report.AtMost($"{name}, all defaults: whole process", SideBySide.Median([.. runs.Select(run => run.Seconds)]), "s", seconds);
        report.Note(FormattableString.Invariant($"  peak {runs.Max(run => run.PeakBytes) / Megabyte:0} MB"));
    }

    private static void OneThreadAndTwo(Report report, ScratchFolder scratch, string name, string path)
    {
        const int Rounds = 11;
        var (one, two) = (new double[Rounds], new double[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            one[round] = Backtest(scratch, path, "--threads", "1").Seconds;
            two[round] = Backtest(scratch, path, "--threads", "2").Seconds;
        }

        report.Note(
            FormattableString.Invariant($"{name}: {SideBySide.Median(one):0.000} s on one thread, {SideBySide.Median(two):0.000} s on two")
        );
        report.AtLeast("  two threads beside one, times as fast", SideBySide.Median(one.Zip(two, (a, b) => a / b)), "x", 1);
    }

    private static void Sample(Report report, ScratchFolder scratch)
    {
        const int Rounds = 25;
        var sample = Path.Combine(Published.Root(), "samples", "sample.mbp-1.csv.zst");
        var seconds = Enumerable.Range(0, Rounds).Select(_ => Backtest(scratch, sample).Seconds).ToArray();
        var peak = Enumerable
            .Range(0, 5)
            .Max(_ => ChildRun.Of(TimeSpan.FromMilliseconds(1), Published.Backtester, Arguments(scratch, sample)).PeakBytes);
        report.AtMost("the sample: whole process", SideBySide.Median(seconds), "s", .05);
        report.Note(FormattableString.Invariant($"  {seconds.Min():0.000} to {seconds.Max():0.000} s in {Rounds} rounds"));
        report.AtMost("  peak memory", peak / Megabyte, "MB", 35);
    }

    /// <summary>What <c>./sor</c> adds to the program that it starts, once everything is built.</summary>
    private static void Launcher(Report report, ScratchFolder scratch)
    {
        const int Rounds = 15;
        var sample = Path.Combine(Published.Root(), "samples", "sample.mbp-1.csv.zst");
        var program = Path.Combine(Published.Root(), "artifacts", "bin", "Sor.Backtester", "release", "Sor.Backtester.dll");
        var (launched, bare) = (new double[Rounds], new double[Rounds]);
        ChildRun.Of(Path.Combine(Published.Root(), "sor"), Arguments(scratch, sample));
        for (var round = 0; round < Rounds; round++)
        {
            launched[round] = ChildRun.Of(Path.Combine(Published.Root(), "sor"), Arguments(scratch, sample)).Seconds;
            bare[round] = ChildRun.Of("dotnet", [program, .. Arguments(scratch, sample)]).Seconds;
        }

        report.Note(
            FormattableString.Invariant(
                $"./sor backtest of the sample, nothing to build: {SideBySide.Median(launched):0.000} s; its program alone, not native: {SideBySide.Median(bare):0.000} s"
            ));
        report.AtMost("  what the launcher adds", SideBySide.Median(launched.Zip(bare, (a, b) => a - b)), "s", .15);
    }

    private static ChildRun Backtest(ScratchFolder scratch, string path, params string[] more) =>
        ChildRun.Of(Published.Backtester, [.. Arguments(scratch, path), .. more]);

    private static string[] Arguments(ScratchFolder scratch, string path) => ["backtest", path, .. Options, "--out", scratch.File("out")];

    private static double Seconds(Action run)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        run();
        return System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
