using Sor.Backtester.Output.Report.Charts;
using Sor.Core.Results;

namespace Sor.Backtester.Output.Report.Sections;

/// <summary>Whether resting orders were filled as the model expected. Where it expects nothing there is no such section.</summary>
internal static class CalibrationSection
{
    private const string Off = "by over a tenth and beyond chance: its choices are off; what was paid is not touched by it.";

    private static readonly string[] Head = ["orders", "shares", "expected, shares", "filled, shares", "filled over expected"];

    public static Html Of(CalibrationResult? calibration, string router)
    {
        if (calibration is not { } found) return Html.None;
        var tenths = found.ByTenth.Select((posted, i) => ($"{10 * i} to {10 * (i + 1)} %", posted)).ToList();
        var all = Row(("all", found.All));
        var venues = found.ByVenue.Select(v => (v.Key, v.Value)).ToList();
        return $"""
            <section id="calibration" aria-labelledby="calibration-title">
            <h2 id="calibration-title">Were resting orders filled as expected?</h2>
            <p>{Told(found, router)} Over all whole parent orders and sides. At {Figures.Count(found.Unlearnt, "decision")} there was too
            little to learn from, and it did as join.</p>
            <div class="figures">
            {Chart("Shares by how likely they were to be filled", tenths)}{Chart("Shares by venue", venues)}</div>
            {Table.Of("calibration-tenths", "By how likely a share was to be filled", Named("likelihood"), [.. tenths.Select(Row), all])}
            {Table.Of("calibration-venues", "By venue", Named("venue"), venues.Select(Row))}</section>

            """;
    }

    private static string Told(CalibrationResult found, string router) => found.Told switch
    {
        "more" => $"More shares were filled than {router} expected, {Off}",
        "fewer" => $"Fewer shares were filled than {router} expected, {Off}",
        _ => $"Shares were filled as {router} expected, to within a tenth or chance.",
    };

    private static Html Chart(string title, List<(string Name, PostedResult Posted)> rows) => rows.Count == 0 ? Html.None : Bars.Of(
        title,
        "shares",
        [.. rows.Select(r => r.Name)],
        [("filled", [.. rows.Select(r => (double)r.Posted.Filled)]), ("expected", [.. rows.Select(r => (double)r.Posted.Expected)])]);

    private static string[] Named(string first) => [first, .. Head];

    private static Html[] Row((string Name, PostedResult Posted) row) =>
    [
        .. new[]
        {
            row.Name,
            Figures.Whole(row.Posted.Orders),
            Figures.Whole(row.Posted.Shares),
            Figures.Exact(row.Posted.Expected),
            Figures.Whole(row.Posted.Filled),
            Figures.Exact(row.Posted.Ratio),
        }.Select(Table.Cell),
    ];
}
