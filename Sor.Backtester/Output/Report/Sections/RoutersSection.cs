using Sor.Backtester.Output.Report.Charts;
using Sor.Core.Results;

namespace Sor.Backtester.Output.Report.Sections;

/// <summary>What every router cost over the judged parents, what that is made of, and what it saves.</summary>
internal static class RoutersSection
{
    private static readonly string[] PartNames = ["half-spread", "fees", "timing", "remainder"];

    private static readonly string[] Head =
    [
        "router", "all-in, bps", "half-spread", "fees", "timing", "remainder", "saves, bps", "95 % from", "95 % to", "filled", "fills",
    ];

    public static Html Of(VerdictResult verdict, TuningResult tuning)
    {
        var reference = verdict.AgainstBestAsk.Router;
        return $"""
            <section id="routers" aria-labelledby="routers-title">
            <h2 id="routers-title">Routers</h2>
            <p>Basis points of quantity times arrival mid, mean over the parent orders judged and all sides. All-in is half-spread, fees,
            timing and remainder together; lower is better. What a router saves is against {reference}.
            {(tuning.Chosen.Length > 0 ? $"{tuning.Router} has {tuning.Chosen}." : "")}</p>
            {Table.Of("router-costs", "Cost of every router", Head, verdict.Routers.Select(r => Row(r.Key, r.Value)))}
            <div class="figures">
            {Savings(verdict, reference)}
            {Stack.Of("What the cost is made of", "bps", PartNames, [.. verdict.Routers.Select(r => (r.Key, Parts(r.Value)))])}
            </div>
            </section>

            """;
    }

    private static Html Savings(VerdictResult verdict, string reference) => Intervals.Of(
        $"What each router saves against {reference}, with 95 % intervals",
        "bps",
        [.. verdict.Routers.Where(r => r.Key != reference).Select(r => (r.Key, r.Value.SavesBps, r.Value.Interval))]);

    private static IReadOnlyList<decimal> Parts(RouterResult r) =>
        [r.HalfSpreadBps?.Value ?? 0, r.FeesBps.Value, r.TimingBps.Value, r.RemainderBps.Value];

    private static Html[] Row(string name, RouterResult r) =>
    [
        .. new[]
        {
            name,
            Figures.Bps(r.AllInBps),
            Figures.Bps(r.HalfSpreadBps),
            Figures.Bps(r.FeesBps),
            Figures.Bps(r.TimingBps),
            Figures.Bps(r.RemainderBps),
            Figures.Signed(r.SavesBps),
            Figures.Signed(r.Interval?.Low),
            Figures.Signed(r.Interval?.High),
            Figures.Percent(r.Filled),
            Figures.Whole(r.Fills),
        }.Select(Table.Cell),
    ];
}
