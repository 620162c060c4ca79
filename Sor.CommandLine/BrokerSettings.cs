using System.CommandLine;
using Sor.ServiceDefaults;
using Sor.Streaming;

namespace Sor.CommandLine;

/// <summary>The options that name brokers and topic, and how long to wait for them.</summary>
/// <param name="bootstrap">What <c>--bootstrap</c> does.</param>
/// <param name="topic">What <c>--topic</c> does.</param>
/// <param name="wait">What <c>--wait</c> does.</param>
public sealed class BrokerSettings(string bootstrap, string topic, string wait)
{
    /// <summary>The option <c>--bootstrap</c>.</summary>
    public Option<string> BootstrapOption { get; } = Options.Text("--bootstrap", "HOST:PORT", bootstrap);

    /// <summary>The option <c>--topic</c>.</summary>
    public Option<string> TopicOption { get; } = Options.Text("--topic", "NAME", topic, StreamDefaults.Topic);

    /// <summary>The option <c>--wait</c>.</summary>
    public ValueOption<TimeSpan> WaitOption { get; } = new("--wait", "SPAN", wait, Values.Wait, "60s");

    /// <summary>The option <c>--replication</c>, of commands that make topics.</summary>
    public ValueOption<short> ReplicationOption { get; } = new(
        "--replication", "N",
        "Copies of each partition of a topic that is created, of which all but one must have a message. Default: the broker's.",
        Values.Whole<short>(1, short.MaxValue, "is a whole number from 1 to 32767"));

    /// <summary>The option <c>--kafka-config</c>.</summary>
    public Option<string> ConfigFileOption { get; } =
        Options.Text("--kafka-config", "FILE", "More settings of the Kafka client, name=value per line: security, buffers.");

    /// <summary>The topic.</summary>
    public string Topic(ParseResult parsed) => parsed.GetRequiredValue(TopicOption);

    /// <summary>How long nothing may come.</summary>
    public TimeSpan Wait(ParseResult parsed) => parsed.Value(WaitOption);

    /// <summary>Copies of a topic that is created; <c>null</c> for the broker's default.</summary>
    public short? Replication(ParseResult parsed) => parsed.GetValue(ReplicationOption)?.Value;

    /// <summary>Makes clients to the brokers.</summary>
    public KafkaConnection Connect(ParseResult parsed, Telemetry telemetry) =>
        new(parsed.GetValue(BootstrapOption), parsed.GetValue(ConfigFileOption), telemetry);
}
