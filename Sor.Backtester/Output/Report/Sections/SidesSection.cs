using Sor.Core.Results;

namespace Sor.Backtester.Output.Report.Sections;

/// <summary>Every router on each side, over all whole parents.</summary>
internal static class SidesSection
{
    private static readonly (string Head, Func<SideResult, string> Cell)[] Costs =
    [
        ("parents", s => Figures.Whole(s.Parents)),
        ("shares filled", s => Figures.Whole(s.Filled)),
        ("never filled", s => Figures.Whole(s.Remainder)),
        ("in overtime", s => Figures.Whole(s.Overtime)),
        ("fills", s => Figures.Whole(s.Fills)),
        ("total cash, $", s => Figures.Exact(s.TotalCash)),
        ("mean price, $", s => Figures.Exact(s.AvgFillPx)),
        ("all-in price, $", s => Figures.Exact(s.AvgAllInPx)),
        ("all-in, bps", s => Figures.Bps(s.AllInBps)),
        ("half-spread", s => Figures.Bps(s.HalfSpreadBps)),
        ("fees", s => Figures.Bps(s.FeesBps)),
        ("timing", s => Figures.Bps(s.TimingBps)),
        ("remainder", s => Figures.Bps(s.RemainderBps)),
    ];

    private static readonly (string Head, Func<SideResult, string> Cell)[] Quality =
    [
        ("against VWAP, bps", s => Figures.Bps(s.SlippageVwapBps)),
        ("against TWAP, bps", s => Figures.Bps(s.SlippageTwapBps)),
        ("of the volume", s => Figures.Percent(s.Participation)),
        ("implausible", s => Figures.Whole(s.Implausible)),
        ("time to fill, s", s => Figures.Exact(s.TimeToFill)),
        ("after 1 s, $", s => Figures.Exact(s.Markouts.Taker.After1)),
        ("after 10 s, $", s => Figures.Exact(s.Markouts.Taker.After10)),
        ("after 60 s, $", s => Figures.Exact(s.Markouts.Taker.After60)),
        ("mid 1 s, $", s => Figures.Exact(s.Markouts.TakerFromMid.After1)),
        ("mid 10 s, $", s => Figures.Exact(s.Markouts.TakerFromMid.After10)),
        ("mid 60 s, $", s => Figures.Exact(s.Markouts.TakerFromMid.After60)),
    ];

    public static Html Of(DetailsResult details) => $"""
        <section id="sides" aria-labelledby="sides-title">
        <h2 id="sides-title">Both sides</h2>
        <p>Over all whole parent orders, under the parameters that one would go on with. A markout is where the mid was some
        time after a fill, dollars a share, positive in our favour: against the fill’s price, and against the mid at the fill.</p>
        {Of("side-costs", "What was paid by buyers, received by sellers", details, Costs)}
        {Of("side-quality", "Slippage, participation and markouts", details, Quality)}</section>

        """;

    private static Html Of(string id, string caption, DetailsResult details, (string Head, Func<SideResult, string> Cell)[] columns) =>
        Table.Of(id, caption, ["router", "side", .. columns.Select(c => c.Head)], Rows(details, columns));

    private static IEnumerable<Html[]> Rows(DetailsResult details, (string Head, Func<SideResult, string> Cell)[] columns) =>
        from strategy in details.Strategies
        from side in strategy.Value.NamedSides
        select new[] { strategy.Key, side.Name }.Concat(columns.Select(c => c.Cell(side.Result))).Select(Table.Cell).ToArray();
}
