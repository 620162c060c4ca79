using System.Diagnostics;
using Sor.Benchmarks.Measuring;
using Sor.Core.MarketData;
using Sor.Core.Routing;

namespace Sor.Benchmarks.Own;

/// <summary>One decision of <c>static</c>.</summary>
internal static class SolverBenchmarks
{
    private const int Venues = 16;
    private const int Rounds = 400;

    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("static", "one decision of static over 16 venues", Run),
    ];

    private static void Run(Report report)
    {
        var router = new StaticRouter(5 * Nanos.One);
        foreach (var (want, about) in new[] { (500L, "one or two venues taken"), (5_000L, "most venues taken") })
        {
            var markets = DecisionViews.Make(Venues, seed: 1);
            var children = new ChildOrder[Venues];
            var (sent, nanos, allocated) = (0L, new List<double>(), 0L);
            for (var round = -Rounds; round < Rounds; round++)
            {
                var bytes = GC.GetAllocatedBytesForCurrentThread();
                var started = Stopwatch.GetTimestamp();
                foreach (var market in markets) sent += router.Route(market.View, want, children);
                var elapsed = Stopwatch.GetElapsedTime(started);
                if (round < 0) continue;
                allocated += GC.GetAllocatedBytesForCurrentThread() - bytes;
                nanos.Add(elapsed.TotalNanoseconds / markets.Length);
            }

            report.AtMost($"static, {Venues} venues, {want} shares: {about}", SideBySide.Median(nanos), "ns", 150);
            report.AtMost("  allocated", (double)allocated / Rounds / markets.Length, "bytes", 0);
            report.Note($"  {(double)sent / (2 * Rounds) / markets.Length:0.0} children a decision");
        }
    }
}
