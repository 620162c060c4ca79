using Sor.Benchmarks.Measuring;
using Sor.Core.Model;

namespace Sor.Benchmarks.Own;

/// <summary>One decision of <c>queue</c>: the solver over 200 scenarios.</summary>
internal static class PlacementBenchmarks
{
    private const int Decisions = 1_000;

    // How many of a stock's 12 venues show the best price when a slice starts, a tenth of the decisions each: much as in 503 decisions of
    // two parents on a real day, of which 36, 27, 20, 10, 4 and 2 in a hundred had 1 to 6.
    private static readonly int[] AtTheBest = [1, 1, 1, 1, 2, 2, 3, 3, 4, 5];

    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("solver", "one decision of queue over 200 scenarios", Run),
    ];

    private static void Run(Report report)
    {
        Measure(report, "1 to 5 of 12 venues at the best price", PlacementDecisions.Make(Decisions, seed: 1, AtTheBest), 60);
        Measure(report, "all 12 venues at the best price", PlacementDecisions.Make(Decisions, seed: 2, PlacementDecisions.Venues), null);
    }

    private static void Measure(Report report, string what, PlacementDecisions[] decisions, double? budget)
    {
        var solver = new PlacementSolver(PlacementDecisions.Venues, PlacementDecisions.Count);
        Solve();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Solve();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var rates = SideBySide.Rates([new Contender("solver", Solve), CoreShare.Contender], rounds: 9, oneCore: true);
        report.AtMost(what, 1e6 / SideBySide.Median(rates[0]), "µs", budget);
        report.Core(rates[1]);
        report.AtMost("  allocated", (double)allocated / decisions.Length, "bytes", 0);

        long Solve()
        {
            foreach (var decision in decisions) solver.Solve(decision.Problem);
            return decisions.Length;
        }
    }
}
