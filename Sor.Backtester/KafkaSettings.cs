using System.CommandLine;
using Confluent.Kafka;
using Sor.Core;
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

    public IEnumerable<Option> Options => [bootstrap, topic, run, wait, untilEnd, allowGaps, format, kafkaConfig];

    /// <summary>Whether records are to come from a broker.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="files">Whether it names files.</param>
    public bool IsAsked(ParseResult parsed, bool files)
    {
        var asked = Options.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });
        if (files && asked is not null) throw SorException.Usage($"{asked.Name} is for records from Kafka, but a file is named too: give one or the other");
        return asked is not null || (!files && HasConnectionString);
    }

    /// <summary>The run asked for, if one is.</summary>
    public string? Run(ParseResult parsed) => parsed.GetValue(run);

    /// <summary>Finds the run, or waits for it, and opens it.</summary>
    public IStreamSource Open(ParseResult parsed, double maxRejectRate, Telemetry telemetry, CancellationToken cancellation)
    {
        var options = new SubscribeOptions
        {
            Topic = parsed.GetValue(topic)!,
            Run = parsed.GetValue(run),
            Wait = TimeSpan.FromTicks((long)(OptionText.Duration("--wait", parsed.GetValue(wait)!) / 100)),
            UntilEnd = parsed.GetValue(untilEnd),
            AllowGaps = parsed.GetValue(allowGaps),
            Format = parsed.GetValue(format) is { } text ? OptionText.Word("--format", text, ("mbp1", StreamFormat.Mbp1), ("json", StreamFormat.Json)) : null,
            MaxRejectRate = maxRejectRate,
        };
        var clients = Clients(parsed, telemetry);
        try
        {
            return new KafkaSource(clients, StreamSubscriber.Open(clients.Consumer, options, Console.Error.WriteLine, cancellation));
        }
        catch
        {
            clients.Dispose();
            throw;
        }
    }

    private static bool HasConnectionString => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable($"ConnectionStrings__{KafkaClients.ConnectionName}"));

    private KafkaConnection Clients(ParseResult parsed, Telemetry telemetry)
    {
        var builder = KafkaClients.CreateBuilder(parsed.GetValue(bootstrap), telemetry.Loggers);
        var more = parsed.GetValue(kafkaConfig) is { } file ? ClientSettings.ReadFile(file) : [];
        var config = builder.AddStreamConsumer<Ignore, Payload>(
            config =>
            {
                foreach (var (name, value) in more) config.Set(name, value);
                ClientSettings.ForReplay(config);
            },
            consumer => consumer.SetValueDeserializer(new Payload()));
        if (string.IsNullOrEmpty(config.BootstrapServers) && !HasConnectionString)
        {
            throw SorException.Usage("name the Kafka brokers: --bootstrap HOST:PORT, or the connection string ConnectionStrings__kafka");
        }

        return new KafkaConnection(builder.Services);
    }
}
