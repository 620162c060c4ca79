using System.CommandLine;

namespace Sor.Backtester;

/// <summary>What is shown and written.</summary>
/// <param name="Json">Print <c>result.json</c>, and nothing else, to standard output.</param>
/// <param name="Audit">Write every decision with the book it saw.</param>
/// <param name="Quiet">No progress.</param>
internal readonly record struct OutputChoices(bool Json, bool Audit, bool Quiet);

/// <summary>Where results go, on the command line.</summary>
internal sealed class OutputSettings
{
    private readonly Option<string> folder = BacktestSettings.Text("--out", "DIR", "Folder for result.json, fills.csv and run.json.", "out");
    private readonly Option<bool> json = new("--json") { Description = "Print result.json, and nothing else, to standard output." };
    private readonly Option<bool> audit = new("--audit") { Description = "Also write audit.csv: every decision with the book it saw." };

    public IEnumerable<Option> Options => [.. ResultOptions, audit];

    /// <summary>The options for any result, whatever the run.</summary>
    public IEnumerable<Option> ResultOptions => [folder, json];

    public string Folder(ParseResult parsed) => parsed.GetValue(folder)!;

    public OutputChoices Read(ParseResult parsed) => new(parsed.GetValue(json), parsed.GetValue(audit), Console.IsErrorRedirected);
}
