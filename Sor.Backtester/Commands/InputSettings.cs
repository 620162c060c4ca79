using System.CommandLine;
using Sor.Backtester.Output;
using Sor.CommandLine;
using Sor.Core.MarketData;
using Sor.Core.Tuning;
using Sor.ServiceDefaults;

namespace Sor.Backtester.Commands;

/// <summary>Where records come from, on the command line.</summary>
internal sealed class InputSettings
{
    private readonly Argument<string[]> files = Options.Files(
        "Market data: CSV or DBN, plain or compressed; several in any order, folders, zip archives; - for standard input. Default: the sample.",
        ArgumentArity.ZeroOrMore);

    private readonly RejectSettings rejects = new();
    private readonly KafkaSettings kafka = new();

    public IEnumerable<Argument> Arguments => [files];

    /// <summary>All of them, in the order of the help.</summary>
    public IEnumerable<Option> All => [.. rejects.All, .. kafka.All];

    /// <summary>The options that say which records, and not who else reads them.</summary>
    public IEnumerable<Option> SourceOptions => [.. rejects.All, .. kafka.ReadOptions];

    /// <summary>Opens what the command line names.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="folder">Where <c>rejects.csv</c> goes if there is a reject; <c>null</c> for nowhere.</param>
    /// <param name="telemetry">Telemetry of the Kafka client.</param>
    /// <param name="cancel">Ends a wait for records.</param>
    public IRecordSource Open(ParseResult parsed, OutputFolder? folder, Telemetry telemetry, CancellationToken cancel)
    {
        var paths = parsed.GetValue(files) ?? [];
        var reading = rejects.Read(parsed);
        if (kafka.IsAsked(parsed, paths.Length > 0))
            return kafka.Open(parsed, reading, rejects.All.FirstOrDefault(parsed.IsGiven), telemetry, cancel);
        if (paths.Length == 0) paths = [Sample()];
        return MarketDataFiles.Open(
            paths,
            reading with
            {
                Cancel = cancel,
                OpenRejects = () => folder is null ? StreamWriter.Null : new StreamWriter(folder.Create(OutputFolder.Rejects)),
            }
        );
    }

    /// <summary>The member of a group that the command line asks for, and the group; <c>null</c> if it asks for none.</summary>
    public (GroupBacktest Member, string Group)? Group(ParseResult parsed, BacktestOptions options, Telemetry telemetry)
    {
        if (kafka.Group(parsed) is not { } group) return null;
        kafka.IsAsked(parsed, parsed.GetValue(files) is { Length: > 0 });
        if (rejects.All.FirstOrDefault(parsed.IsGiven) is { } idle) throw KafkaSettings.CannotAct(idle);
        return (new GroupBacktest(
            options, kafka.Connect(parsed, telemetry), kafka.Read(parsed), (kafka.Results(parsed), kafka.Replication(parsed))), group);
    }

    /// <summary>Whether the records can be read a second time: those of files, and not of standard input.</summary>
    public bool CanReadAgain(ParseResult parsed)
    {
        var paths = parsed.GetValue(files) ?? [];
        return !kafka.IsAsked(parsed, paths.Length > 0) && !paths.Contains("-");
    }

    /// <summary>The run asked for, if one is.</summary>
    public string? Run(ParseResult parsed) => kafka.Run(parsed);

    /// <summary>The sample beside the solution, for a first run without arguments.</summary>
    private static string Sample()
    {
        foreach (var start in new[] { Environment.CurrentDirectory, AppContext.BaseDirectory })
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var sample = Path.Combine(folder.FullName, "samples", "sample.mbp-1.csv.zst");
                if (File.Exists(sample)) return sample;
            }

        throw SorException.Usage("name a file of market data: the sample that is used without one is not here");
    }
}
