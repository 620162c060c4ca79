using System.Text.Json;
using Sor.Benchmarks.Measuring;

namespace Sor.Benchmarks.Classic;

/// <summary>The classic assignment as a whole process, beside a plain Python program that does the same.</summary>
internal static class ClassicBenchmarks
{
    private const int Rows = 53_000;
    private const int Rounds = 9;

    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("classic", "the classic job, whole process, beside plain Python", Run),
    ];

    private static void Run(Report report)
    {
        using var scratch = new ScratchFolder();
        var path = scratch.File("market.csv");
        MbpTenFile.Write(path, Rows);
        report.Note($"{Rows} MBP-10 rows, {new FileInfo(path).Length / 1_000_000} MB; 64 points, three baselines");
        foreach (var kind in (string[])["second-rows", "event-venues"])
            report.AtMost($"Sor.Backtester --preset classic --snapshot {kind}", Median(path, kind, scratch.File("out")), "s", 0.2);

        // The rows of a second are far too many to be enumerated: Python has the venues of one stamp.
        var ours = Median(path, "event-venues", scratch.File("out"));
        var python = ChildRun.Of("python3", Path.Combine(AppContext.BaseDirectory, "Classic", "classic.py"), path);
        report.Note($"{"plain Python, venues of one stamp, once",-52} {python.Seconds,10:0.00} s");
        report.AtLeast("  times as fast as Python", python.Seconds / ours, "x", 30);
        SameTotals(python.Output, File.ReadAllText(Path.Combine(scratch.File("out"), "result.json")));
        report.Note("  both print the same totals, to the cent");
    }

    private static double Median(string path, string snapshot, string output) =>
        SideBySide.Median(
            Enumerable
                .Range(0, Rounds)
                .Select(_ =>
                    ChildRun
                        .Of(Published.Backtester, "backtest", path, "--preset", "classic", "--snapshot", snapshot, "--out", output)
                        .Seconds));

    private static void SameTotals(string python, string ours)
    {
        using var a = JsonDocument.Parse(python);
        using var b = JsonDocument.Parse(ours);
        foreach (var keys in (string[][])[["optimized"], ["baselines", "best_ask"], ["baselines", "twap"], ["baselines", "vwap"]])
        {
            var (theirs, mine) = (Total(a.RootElement, keys), Total(b.RootElement, keys));
            if (Math.Abs(theirs - mine) > 0.01) throw new InvalidOperationException($"{keys[^1]}: Python pays {theirs}, Sor {mine}");
        }
    }

    private static double Total(JsonElement result, string[] keys)
    {
        foreach (var key in keys) result = result.GetProperty(key);
        return result.GetProperty("total_cash").GetDouble();
    }
}
