using Sor.Benchmarks.Measuring;
using Sor.Core.Simulation;

namespace Sor.Benchmarks.Own;

/// <summary>Memory of the whole job, which must grow neither with the file nor with its instruments.</summary>
internal static class MemoryBenchmarks
{
    private const long BytesPerRow = 150;
    private const double Megabyte = 1e6;
    private const double Mebibyte = 1 << 20;

    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("memory", "published backtester, peak memory on CSV files of 0.2 and 2 GB", Run),
        new("memory-instruments", "published backtester, peak memory on a day of 100 and of 1,000 instruments", RunInstruments),
    ];

    private static void RunInstruments(Report report)
    {
        using var scratch = new ScratchFolder();
        foreach (var instruments in (int[])[100, 1_000])
        {
            var path = MarketFile.Generate(
                scratch.File("market.dbn.zst"), new MarketOptions { Records = 2_000_000, Instruments = instruments });
            var run = ChildRun.Of(Published.Backtester, "backtest", path, "--optimize", "static", "--out", scratch.File("out"));
            report.AtMost($"{instruments:N0} instruments, peak resident memory", run.PeakBytes / Mebibyte, "MiB", 160);
            report.Note($"  {run.Seconds:0.0} s from start to results");
        }
    }

    private static void Run(Report report)
    {
        using var scratch = new ScratchFolder();
        foreach (var bytes in (long[])[200_000_000, 2_000_000_000])
        {
            var path = MarketFile.Generate(scratch.File("market.csv"), bytes / BytesPerRow);
            var run = ChildRun.Of(
                Published.Backtester,
                "backtest",
                path,
                "--fees",
                "flat:take=0.001,add=-0.0005",
                "--out",
                scratch.File("out"));
            var megabytes = new FileInfo(path).Length / Megabyte;
            report.AtMost($"{megabytes:0} MB of CSV, peak resident memory", run.PeakBytes / Megabyte, "MB", 200);
            report.Note($"  {run.Seconds:0.0} s from start to results, {megabytes / run.Seconds:0} MB/s");
            File.Delete(path);
        }
    }
}
