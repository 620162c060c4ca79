using System.CommandLine;
using Sor.ServiceDefaults;
using Sor.Streaming;

namespace Sor.Backtester;

/// <summary>Where records come from when that is a broker, on the command line.</summary>
internal sealed class KafkaSettings
{
    private readonly Option<string> bootstrap = BacktestSettings.Text("--bootstrap", "HOST:PORT", "Read from these Kafka brokers. Default without FILE: the connection string ConnectionStrings__kafka, if there is one.");
    private readonly Option<string> topic = BacktestSettings.Text("--topic", "NAME", "The topic.", StreamDefaults.Topic);
    private readonly Option<string> run = BacktestSettings.Text("--run", "ID", "The run to read. Default: the newest, else the next to begin.");
    private readonly Option<string> wait = BacktestSettings.Text("--wait", "SPAN", "How long nothing may come from the broker before the command gives up.", "60s");
    private readonly Option<bool> untilEnd = new("--until-end") { Description = "Read what is there now and no further; for streams that other programs wrote. Not verified." };
    private readonly Option<bool> allowGaps = new("--allow-gaps") { Description = "Go on where records are missing, and count them." };
    private readonly Option<string> format = BacktestSettings.Text("--format", "mbp1|json", "How other programs' messages are written. Default: told by the first.");
    private readonly Option<string> kafkaConfig = BacktestSettings.Text("--kafka-config", "FILE", "More settings of the Kafka client, name=value per line: security, buffers.");
    private readonly Option<string> group = BacktestSettings.Text("--group", "NAME", "Share the run's partitions with the other backtesters of this group; sor collect merges what they find.");
    private readonly Option<string> results = BacktestSettings.Text("--results", "NAME", "The topic for the outcomes of a group.", ResultsTopic.DefaultName);

    public IEnumerable<Option> Options => [.. ReadOptions, group, results];

    /// <summary>The options of a reader that has all to itself.</summary>
    public IEnumerable<Option> ReadOptions => [bootstrap, topic, run, wait, untilEnd, allowGaps, format, kafkaConfig];

    /// <summary>The options that <c>collect</c> has too.</summary>
    public IEnumerable<Option> CollectOptions => [bootstrap, run, wait, kafkaConfig, results];

    /// <summary>Whether records are to come from a broker.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="files">Whether it names files.</param>
    public bool IsAsked(ParseResult parsed, bool files)
    {
        var asked = Options.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });
        if (files && asked is not null) throw SorException.Usage($"{asked.Name} is for records from Kafka, but a file is named too: give one or the other");
        return asked is not null || (!files && KafkaConnection.HasConnectionString);
    }

    /// <summary>The run asked for, if one is.</summary>
    public string? Run(ParseResult parsed) => parsed.GetValue(run);

    /// <summary>The group to take part in, if one is named.</summary>
    public string? Group(ParseResult parsed)
    {
        if (parsed.GetValue(group) is not { } name) return null;
        if (parsed.GetValue(untilEnd)) throw SorException.Usage("--until-end reads streams that no group can share; drop it or --group");
        return name;
    }

    /// <summary>The topic for the outcomes of a group.</summary>
    public string Results(ParseResult parsed) => parsed.GetValue(results)!;

    /// <summary>How long nothing may come.</summary>
    public TimeSpan Wait(ParseResult parsed) => TimeSpan.FromTicks((long)(OptionText.Duration("--wait", parsed.GetValue(wait)!) / 100));

    public KafkaConnection Connect(ParseResult parsed, Telemetry telemetry) => new(parsed.GetValue(bootstrap), parsed.GetValue(kafkaConfig), telemetry);

    public SubscribeOptions Read(ParseResult parsed, double maxRejectRate = 0) => new()
    {
        Topic = parsed.GetValue(topic)!,
        Run = parsed.GetValue(run),
        Wait = Wait(parsed),
        UntilEnd = parsed.GetValue(untilEnd),
        AllowGaps = parsed.GetValue(allowGaps),
        Format = parsed.GetValue(format) is { } text ? OptionText.Word("--format", text, ("mbp1", StreamFormat.Mbp1), ("json", StreamFormat.Json)) : null,
        MaxRejectRate = maxRejectRate,
    };

    /// <summary>Finds the run, or waits for it, and opens it.</summary>
    public IStreamSource Open(ParseResult parsed, double maxRejectRate, Telemetry telemetry, CancellationToken cancellation) =>
        Open(Connect(parsed, telemetry), Read(parsed, maxRejectRate), cancellation);

    public static IStreamSource Open(KafkaConnection connection, SubscribeOptions options, CancellationToken cancellation)
    {
        var client = connection.Consumer();
        try
        {
            return new KafkaSource(client, StreamSubscriber.Open(client.Value, options, Console.Error.WriteLine, cancellation));
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }
}
