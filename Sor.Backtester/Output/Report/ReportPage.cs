using Sor.Backtester.Output.Report.Sections;
using Sor.Core.Results;

namespace Sor.Backtester.Output.Report;

/// <summary><c>report.html</c>: the result as one page. Its numbers are those of <c>result.json</c>, made from the same records.</summary>
internal static class ReportPage
{
    private static readonly (string Id, string Name)[] Contents =
    [
        ("verdict", "Verdict"), ("routers", "Routers"), ("saving", "Saving"), ("cuts", "By what was met"), ("venues", "Venues"),
        ("resting", "Resting orders"), ("calibration", "Calibration"), ("tuning", "Parameters"),
        ("courses", "One order"), ("sides", "Both sides"), ("data", "Data"), ("run", "How it was run"),
    ];

    /// <summary>Makes the page.</summary>
    /// <param name="result">What it shows.</param>
    /// <param name="command">The command that gives the result again.</param>
    /// <param name="doubt">Why the data may not be all, if it may not.</param>
    public static Html Of(BacktestResult result, string command, string? doubt)
    {
        var title = Title(result);
        var resting = RestingSection.Of(result.Details);
        var calibration = CalibrationSection.Of(result.Details.Calibration, result.Verdict.Optimized);
        string[] absent = [.. resting.HasAny ? [] : new[] { "resting" }, .. calibration.HasAny ? [] : new[] { "calibration" }];
        return Page.Of(
            title,
            $"""
            <p>{About(result)}</p>
            <nav aria-label="Contents"><ul>{Contents.ExceptBy(absent, c => c.Id).Select(Link)}</ul></nav>
            """,
            $"""
            {VerdictSection.Of(result.Verdict, doubt)}
            {RoutersSection.Of(result.Verdict, result.Tuning)}
            {SavingSection.Of(result)}
            {CutsSection.Of(result.Details.Cuts, result.Verdict)}
            {VenuesSection.Of(result)}
            {resting}
            {calibration}
            {TuningSection.Of(result)}
            {CoursesSection.Of(result)}
            {SidesSection.Of(result.Details)}
            {DataSection.Of(result.Data)}
            {RunSection.Of(result.Details, command)}
            """,
            "Made by Sor from the records of result.json, which is beside this page. Costs are positive, savings are positive where "
            + $"{result.Verdict.Optimized} was cheaper. A dash is: not available.");
    }

    private static Html Link((string Id, string Name) section) => $"""<li><a href="#{section.Id}">{section.Name}</a></li>""";

    private static string Title(BacktestResult result)
    {
        var instruments = result.Data.Instruments;
        var (first, last) = (result.Details.Parents.FirstStart[..10], result.Details.Parents.LastEnd[..10]);
        var what = instruments.Count == 1
            ? instruments[0].Symbol ?? $"Instrument {instruments[0].InstrumentId}"
            : Figures.Count(instruments.Count, "instrument");
        return $"{what}, {(first == last ? first : $"{first} to {last}")}";
    }

    private static string About(BacktestResult result)
    {
        var order = result.Details.Order;
        var sides = order.Side switch { "both" => "bought and sold", "buy" => "bought", _ => "sold" };
        return $"{Figures.Count(result.Details.Parents.Whole, "parent order")} of {Figures.Whole(order.Quantity)} shares, {sides}, "
            + $"schedule {result.Details.Schedule.Name}; "
            + $"{Figures.Count(result.Verdict.AgainstBestAsk.Count, "parent order")} judged.";
    }
}
