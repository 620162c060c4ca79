using System.CommandLine;
using Sor.Backtester.Output;
using Sor.CommandLine;

namespace Sor.Backtester.Commands;

/// <summary>Where results go, on the command line.</summary>
internal sealed class OutputSettings
{
    private readonly Option<string> folder = Options.Text(
        "--out",
        "DIR",
        "Folder for result.json, report.html, fills.csv and run.json.",
        "out");
    private readonly Option<bool> json = Options.Flag("--json", "Print result.json, and nothing else, to standard output.");
    private readonly Option<bool> audit = Options.Flag("--audit", "Also write audit.csv: every decision with the book it saw.");
    private readonly Option<bool> parquet = Options.Flag(
        "--parquet",
        "Also write fills.parquet, parents.parquet and, with --audit, decisions.parquet: typed tables for other tools.");
    private readonly Option<bool> noReport = Options.Flag("--no-report", "Write no report.html.");

    /// <summary>All of them, in the order of the help.</summary>
    public IEnumerable<Option> All => [.. ResultOptions, noReport, audit, parquet];

    /// <summary>Those of a result that others have found: there are no decisions to write.</summary>
    public IEnumerable<Option> CollectOptions => [.. ResultOptions, noReport, parquet];

    /// <summary>The options for any result, whatever the run.</summary>
    public IEnumerable<Option> ResultOptions => [folder, json];

    /// <summary>Refuses what would be written of a result, where none is: a member of a group leaves outcomes in a topic.</summary>
    public void RefuseForMember(ParseResult parsed)
    {
        IEnumerable<Option> idle = [json, audit, parquet, noReport];
        if (idle.FirstOrDefault(parsed.IsGiven) is { } given)
            throw SorException.Usage(
                $"{given.Name} cannot act in a group: its members write no result; collect writes it, without decisions (--audit)");
    }

    public string Folder(ParseResult parsed) => parsed.GetRequiredValue(folder);

    public OutputChoices Read(ParseResult parsed) =>
        new(
            parsed.GetValue(json),
            parsed.GetValue(audit),
            parsed.GetValue(parquet),
            !parsed.GetValue(noReport),
            CommandLineText.Of(parsed));
}
