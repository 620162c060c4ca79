using Sor.Core.Results;

namespace Sor.Backtester.Output.Report.Sections;

/// <summary>How it was run, and the command that runs it again.</summary>
internal static class RunSection
{
    private static string Version => typeof(RunSection).Assembly.GetName().Version?.ToString(3) ?? "";

    public static Html Of(DetailsResult details, string command)
    {
        return $"""
            <section id="run" aria-labelledby="run-title">
            <h2 id="run-title">How it was run</h2>
            <p>To run it again:</p>
            <pre tabindex="0"><code>{command}</code></pre>
            {Table.Of("settings", "Settings", ["what", "how"], [.. Settings(details).Select(Row), Row(("version of Sor", Version))])}
            {Note(details.Fees.Note)}</section>

            """;
    }

    /// <summary>What it was run with.</summary>
    public static IReadOnlyList<(string What, string How)> Settings(DetailsResult details)
    {
        var (order, schedule, parents) = (details.Order, details.Schedule, details.Parents);
        return
        [
            ("shares of each parent order", Figures.Whole(order.Quantity)),
            ("side", order.Side),
            ("collar, bps", Figures.Exact(order.CollarBps)),
            ("window", Span(order.HorizonSeconds, "everything in one")),
            ("from", order.From),
            ("to", order.To),
            ("schedule", schedule.Name),
            ("bucket", Span(schedule.BucketSeconds, "all is due at once")),
            ("decisions", $"every {Span(schedule.EverySeconds, "")}{(schedule.EveryEvent ? " and at every update of the book" : "")}"),
            ("overtime", Span(schedule.OvertimeSeconds, "")),
            ("latency", Span(schedule.LatencySeconds, "")),
            ("liquidity", details.Liquidity),
            ("mid", details.Mid),
            ("fees", details.Fees.Schedule),
            ("not included", details.Fees.NotIncluded),
            ("whole parent windows", Figures.Whole(parents.Whole)),
            ("left out", parents.LeftOut() is { Count: > 0 } left ? string.Join(", ", left) : "none"),
            ("decisions taken", Figures.Whole(parents.Decisions)),
            ("skipped: one-sided", Figures.Whole(parents.DecisionsSkipped.OneSided)),
            ("skipped: crossed", Figures.Whole(parents.DecisionsSkipped.Crossed)),
            ("skipped: wide", Figures.Whole(parents.DecisionsSkipped.Wide)),
            ("skipped: silent", Figures.Whole(parents.DecisionsSkipped.Silent)),
            ("first window starts", parents.FirstStart),
            ("last window ends", parents.LastEnd),
        ];
    }

    private static Html[] Row((string What, string How) setting) => [Table.Cell(setting.What), Table.Cell(setting.How)];

    private static Html Note(string? note) => note is null ? Html.None : $"<p>Fees: {note}.</p>";

    private static string Span(decimal? seconds, string none) => seconds is { } s ? $"{Figures.Exact(s)} s" : none;
}
