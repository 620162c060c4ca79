using Sor.Benchmarks.Measuring;

namespace Sor.Benchmarks.Own;

/// <summary>Memory of the whole job, which must not grow with the file.</summary>
internal static class MemoryBenchmarks
{
    private const long BytesPerRow = 150;
    private const double Megabyte = 1e6;

    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("memory", "published backtester, peak memory on CSV files of 0.2 and 2 GB", Run),
    ];

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
