using Sor.Backtester.Output.Report.Charts;
using Sor.Core.Results;

namespace Sor.Backtester.Output.Report;

/// <summary>Two results side by side as one page.</summary>
internal static class ComparePage
{
    /// <summary>Makes the page.</summary>
    /// <param name="difference">What differs.</param>
    /// <param name="a">What the first is called.</param>
    /// <param name="b">What the second is called.</param>
    public static Html Of(ResultDifference difference, string a, string b) => Page.Of(
        "Two runs side by side",
        $"<p>A is {Html.Data(a)}, B is {Html.Data(b)}.</p>",
        $"""
        <section aria-labelledby="before">
        <div class="notes" role="note"><h2 id="before">Before the numbers</h2>
        <ul>{difference.Notes.Select(note => (Html)$"<li>{note}</li>")}</ul></div>
        </section>
        <section aria-labelledby="verdicts-title">
        <h2 id="verdicts-title">Verdicts</h2>
        <p>A: {difference.A.Verdict.Sentence}</p>
        <p>B: {difference.B.Verdict.Sentence}</p>
        {Sides("verdicts", "Each for itself, on its own judged parent orders", difference.Verdicts)}
        </section>
        <section aria-labelledby="routers-title">
        <h2 id="routers-title">Routers that both have</h2>
        <div class="figures">
        {Costs(difference.Routers)}</div>
        {Table.Of("routers", "All-in cost of each router over the parent orders judged, bps", Head, difference.Routers.Select(Row))}
        </section>
        <section aria-labelledby="settings-title">
        <h2 id="settings-title">Settings that differ</h2>
        {Differences("settings", "Settings", difference.Settings)}
        </section>
        <section aria-labelledby="data-title">
        <h2 id="data-title">Data that differ</h2>
        {Differences("data", "What was read", difference.Data)}
        </section>
        """,
        "Made by Sor from two results. Costs are positive; a saving is against best_ask of the same run. A dash is: not available.");

    private static readonly string[] Head = ["router", "A", "B", "B less A", "A saves", "B saves"];

    private static Html Costs(IReadOnlyList<(string Name, RouterResult A, RouterResult B)> routers) => Bars.Of(
        "All-in cost",
        "bps",
        [.. routers.Select(r => r.Name)],
        [("A", [.. routers.Select(r => (double)r.A.AllInBps.Value)]), ("B", [.. routers.Select(r => (double)r.B.AllInBps.Value)])]);

    private static Html[] Row((string Name, RouterResult A, RouterResult B) router) =>
    [
        .. new[]
        {
            router.Name,
            Figures.Bps(router.A.AllInBps),
            Figures.Bps(router.B.AllInBps),
            Figures.Signed(new BasisPoints(router.B.AllInBps.Value - router.A.AllInBps.Value)),
            Figures.Signed(router.A.SavesBps),
            Figures.Signed(router.B.SavesBps),
        }.Select(Table.Cell),
    ];

    private static Html Differences(string id, string caption, IReadOnlyList<(string What, string A, string B)> rows) =>
        rows.Count == 0 ? $"<p>None.</p>" : Sides(id, caption, rows);

    private static Html Sides(string id, string caption, IReadOnlyList<(string What, string A, string B)> rows) =>
        Table.Of(id, caption, ["what", "A", "B"], rows.Select(r => new[] { Table.Cell(r.What), Html.Data(r.A), Html.Data(r.B) }));
}
