using System.Reflection;
using Sor.Backtester.Output.Report.Sections;
using Sor.Core.Results;

namespace Sor.Backtester.Output.Report;

/// <summary>
/// <c>report.html</c>: the result as one page that needs nothing beside it, asks nobody for anything, and runs no script. Its numbers are those of <c>result.json</c>,
/// made from the same records.
/// </summary>
internal static class ReportPage
{
    /// <summary>The style sheet's SHA-256: the only style that the page's policy allows. A test says what it has to be.</summary>
    internal const string StyleHash = "sha256-DS10sPqdjcdnTW88EVXwuRdqyAgDpe1tz8s4BZqhnig=";

    private static readonly (string Id, string Name)[] Contents =
    [
        ("verdict", "Verdict"), ("routers", "Routers"), ("saving", "Saving"), ("cuts", "By what was met"), ("venues", "Venues"), ("resting", "Resting orders"), ("calibration", "Calibration"), ("tuning", "Parameters"),
        ("courses", "One order"), ("sides", "Both sides"), ("data", "Data"), ("run", "How it was run"),
    ];

    /// <summary>The style sheet.</summary>
    internal static string Style { get; } = Read("report.css");

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
        Html style = $"";
        style.AppendLiteral(Style);
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{StyleHash}'; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>{title}</title>
            <style>{style}</style>
            </head>
            <body>
            <header>
            <p class="brand">Sor backtest</p>
            <h1>{Html.Data(title)}</h1>
            <p>{About(result)}</p>
            <nav aria-label="Contents"><ul>{Contents.ExceptBy(absent, c => c.Id).Select(c => (Html)$"""<li><a href="#{c.Id}">{c.Name}</a></li>""")}</ul></nav>
            </header>
            <main>
            {VerdictSection.Of(result.Verdict, doubt)}{RoutersSection.Of(result.Verdict, result.Tuning)}{SavingSection.Of(result)}{CutsSection.Of(result.Details.Cuts, result.Verdict)}
            {VenuesSection.Of(result)}{resting}{calibration}{TuningSection.Of(result)}{CoursesSection.Of(result)}{SidesSection.Of(result.Details)}{DataSection.Of(result.Data)}{RunSection.Of(result.Details, command)}
            </main>
            <footer><p>Made by Sor from the records of result.json, which is beside this page. Costs are positive, savings are positive where {result.Verdict.Optimized} was cheaper. A dash is: not available.</p></footer>
            </body>
            </html>

            """;
    }

    private static string Title(BacktestResult result)
    {
        var instruments = result.Data.Instruments;
        var (first, last) = (result.Details.Parents.FirstStart[..10], result.Details.Parents.LastEnd[..10]);
        var what = instruments.Count == 1 ? instruments[0].Symbol ?? $"Instrument {instruments[0].InstrumentId}" : Figures.Count(instruments.Count, "instrument");
        return $"{what}, {(first == last ? first : $"{first} to {last}")}";
    }

    private static string About(BacktestResult result)
    {
        var order = result.Details.Order;
        var sides = order.Side switch { "both" => "bought and sold", "buy" => "bought", _ => "sold" };
        return $"{Figures.Count(result.Details.Parents.Whole, "parent order")} of {Figures.Whole(order.Quantity)} shares, {sides}, schedule {result.Details.Schedule.Name}; "
            + $"{Figures.Count(result.Verdict.AgainstBestAsk.Count, "parent order")} judged.";
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
