using Sor.Benchmarks.Measuring;

namespace Sor.Benchmarks.Own;

/// <summary>How long a user waits for the first sign of life.</summary>
internal static class StartBenchmarks
{
    private const int Rounds = 15;

    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("start", "published backtester, start to first output", Run),
    ];

    private static void Run(Report report)
    {
        foreach (var arguments in (string[][])[["--version"], ["backtest", "--help"]])
        {
            var millis = new double[Rounds];
            for (var round = 0; round < Rounds; round++) millis[round] = ChildRun.Of(Published.Backtester, arguments).FirstOutput * 1e3;
            report.AtMost($"Sor.Backtester {string.Join(' ', arguments)}", SideBySide.Median(millis), "ms", 50);
            report.Note($"  {millis.Min():0} to {millis.Max():0} ms in {Rounds} runs");
        }
    }
}
