using Sor.Backtester.Output.Report.Charts;
using Sor.Core.Results;

namespace Sor.Backtester.Output.Report.Sections;

/// <summary>The saving by what the judged parents met.</summary>
internal static class CutsSection
{
    private static readonly string[] Head = ["part", "from", "to", "parents", "saves, bps", "95 % from", "95 % to"];

    public static Html Of(CutsResult cuts, VerdictResult verdict)
    {
        List<(string Id, string By, IReadOnlyList<CutResult> Parts)> all =
        [
            ("cut-time-of-day", "time of day", cuts.TimeOfDay),
            ("cut-spread", "spread, bps of the mid", cuts.Spread),
            ("cut-volatility", "volatility, bps", cuts.Volatility),
        ];
        if (cuts.Participation is { } participation) all.Add(("cut-participation", "part of the volume", participation));
        return $"""
            <section id="cuts" aria-labelledby="cuts-title">
            <h2 id="cuts-title">By what the orders met</h2>
            <p>The saving of {verdict.Optimized} against {verdict.AgainstBestPlain.Router} over parts of the parent orders judged.
            Time of day is the regular session’s first hour, its last, and what lies between; the others are thirds.</p>
            <div class="figures">
            {all.Select(cut => Chart(cut.By, cut.Parts))}</div>
            {all.Select(cut => Table.Of(cut.Id, $"By {cut.By}", Head, cut.Parts.Select(Row)))}</section>

            """;
    }

    private static Html Chart(string by, IReadOnlyList<CutResult> parts) =>
        Intervals.Of($"Saving by {by}, with 95 % intervals", "bps", [.. parts.Select(p => (p.Part, p.Difference, p.Interval))]);

    private static Html[] Row(CutResult cut) =>
    [
        .. new[]
        {
            cut.Part,
            Figures.Exact(cut.From),
            Figures.Exact(cut.To),
            Figures.Whole(cut.N),
            Figures.Signed(cut.Difference),
            Figures.Signed(cut.Interval?.Low),
            Figures.Signed(cut.Interval?.High),
        }.Select(Table.Cell),
    ];
}
