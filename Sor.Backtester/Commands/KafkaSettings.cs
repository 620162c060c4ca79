using System.CommandLine;
using Sor.CommandLine;
using Sor.Core.MarketData;
using Sor.ServiceDefaults;
using Sor.Streaming.Group;
using Sor.Streaming.Read;
using Sor.Streaming.Wire;

namespace Sor.Backtester.Commands;

/// <summary>Where records come from when that is a broker, on the command line.</summary>
internal sealed class KafkaSettings
{
    private readonly BrokerSettings broker = new(
        bootstrap: "Read from these Kafka brokers. Default without FILE: the connection string ConnectionStrings__kafka, if there is one.",
        topic: "The topic.",
        wait: "How long nothing may come from the broker before the command gives up.");

    private readonly ValueOption<string> run =
        new("--run", "ID", "The run to read. Default: the newest, else the next to begin.", Values.Run);
    private readonly Option<bool> untilEnd = Options.Flag(
        "--until-end",
        "Read what is there now and no further; for streams that other programs wrote. Not verified.");
    private readonly Option<bool> allowGaps = Options.Flag("--allow-gaps", "Go on where records are missing, and count them.");

    private readonly ValueOption<StreamFormat> format = new(
        "--format",
        "mbp1|json",
        "How other programs' messages are written. Default: told by the first.",
        Values.Word(("mbp1", StreamFormat.Mbp1), ("json", StreamFormat.Json)));

    private readonly Option<string> group = Options.Text(
        "--group",
        "NAME",
        "Share the run's partitions with the other backtesters of this group; sor collect merges what they find.");
    private readonly Option<string> results = Options.Text(
        "--results",
        "NAME",
        "The topic for the outcomes of a group.",
        ResultsTopic.DefaultName);

    /// <summary>All of them, in the order of the help.</summary>
    public IEnumerable<Option> All => [.. ReadOptions, group, results, broker.ReplicationOption];

    /// <summary>The options of a reader that has all to itself.</summary>
    public IEnumerable<Option> ReadOptions =>
        [broker.BootstrapOption, broker.TopicOption, run, broker.WaitOption, untilEnd, allowGaps, format, broker.ConfigFileOption];

    /// <summary>The options that <c>collect</c> has too.</summary>
    public IEnumerable<Option> CollectOptions =>
        [broker.BootstrapOption, broker.TopicOption, run, broker.WaitOption, broker.ConfigFileOption, results];

    /// <summary>Whether records are to come from a broker.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="files">Whether it names files.</param>
    public bool IsAsked(ParseResult parsed, bool files)
    {
        var asked = All.FirstOrDefault(parsed.IsGiven);
        if (files && asked is not null)
            throw SorException.Usage($"{asked.Name} is for records from Kafka, but a file is named too: give one or the other");
        return asked is not null || (!files && KafkaConnection.HasConnectionString);
    }

    /// <summary>The run asked for, if one is.</summary>
    public string? Run(ParseResult parsed) => parsed.GetValue(run)?.Value;

    /// <summary>The group to take part in, if one is named.</summary>
    public string? Group(ParseResult parsed)
    {
        if (parsed.GetValue(group) is not { } name) return null;
        if (parsed.GetValue(untilEnd)) throw SorException.Usage("--until-end reads streams that no group can share; drop it or --group");
        return name;
    }

    /// <summary>The topic for the outcomes of a group.</summary>
    public string Results(ParseResult parsed) => parsed.GetRequiredValue(results);

    /// <summary>Copies of that topic where it is created.</summary>
    public short? Replication(ParseResult parsed) => broker.Replication(parsed);

    /// <summary>How long nothing may come.</summary>
    public TimeSpan Wait(ParseResult parsed) => broker.Wait(parsed);

    public KafkaConnection Connect(ParseResult parsed, Telemetry telemetry) => broker.Connect(parsed, telemetry);

    public SubscribeOptions Read(ParseResult parsed, ReadOptions? reading = null) => new()
    {
        Topic = broker.Topic(parsed),
        Run = Run(parsed),
        Wait = Wait(parsed),
        UntilEnd = parsed.GetValue(untilEnd),
        AllowGaps = parsed.GetValue(allowGaps),
        Format = parsed.GetValue(format)?.Value,
        Reading = reading ?? new ReadOptions(),
    };

    /// <summary>Finds the run, or waits for it, and opens it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="reading">How other programs' messages are read.</param>
    /// <param name="given">The first option given that says so; a run's rows were read by its producer, and it cannot act.</param>
    /// <param name="telemetry">Telemetry of the client.</param>
    /// <param name="cancel">Ends a wait for records.</param>
    public IStreamSource Open(ParseResult parsed, ReadOptions reading, Option? given, Telemetry telemetry, CancellationToken cancel)
    {
        if (given is not null && !parsed.GetValue(untilEnd)) throw CannotAct(given);
        var source = Open(Connect(parsed, telemetry), Read(parsed, reading), cancel);
        if (given is null || source.Report.Run is null) return source;
        source.Dispose();
        throw CannotAct(given);
    }

    /// <summary>Refuses an option of reading rows for a run, whose rows its producer has read.</summary>
    public static SorException CannotAct(Option given) => SorException.Usage(
        $"{given.Name} is for reading files: the rows of a run on Kafka were read by its producer; give it to ./sor produce, "
        + "or with --until-end for what other programs wrote");

    /// <summary>Says what is being waited for.</summary>
    public static void Tell(Notice notice) => Terminal.Say(Wording.Of(notice));

    public static IStreamSource Open(KafkaConnection connection, SubscribeOptions options, CancellationToken cancel)
    {
        var client = connection.Consumer();
        try
        {
            return new KafkaSource(client, StreamSubscriber.Open(client.Value, options with { Brokers = client.Brokers }, Tell, cancel));
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }
}
