using Sor.Benchmarks.Measuring;
using Sor.Core.Routing;

namespace Sor.Benchmarks.Own;

/// <summary>One decision of <c>static</c>.</summary>
internal static class SolverBenchmarks
{
    private const int Venues = 16;
    private const int Decisions = 1_000_000;

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
            var orders = new Placement(Venues);
            var (decisions, sent) = (0L, 0L);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Decide();
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            var rates = SideBySide.Rates([new Contender("static", Decide), CoreShare.Contender], rounds: 9, oneCore: true);
            report.AtMost($"static, {Venues} venues, {want} shares: {about}", 1e9 / SideBySide.Median(rates[0]), "ns", 250);
            report.Core(rates[1]);
            report.AtMost("  allocated", (double)allocated / Decisions, "bytes", 0);
            report.Note($"  {(double)sent / decisions:0.0} children a decision");

            long Decide()
            {
                for (var i = 0; i < Decisions; i++)
                {
                    orders.Clear(want);
                    router.Decide(markets[i % markets.Length].View(want), orders);
                    sent += orders.Takes.Length;
                }

                decisions += Decisions;
                return Decisions;
            }
        }
    }
}
