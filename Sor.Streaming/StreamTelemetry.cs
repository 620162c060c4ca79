using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Sor.Streaming;

/// <summary>
/// Names of what is traced and measured, in one place. The names of messaging spans, attributes and metrics are those of OpenTelemetry's
/// <see href="https://opentelemetry.io/docs/specs/semconv/messaging/">semantic conventions for messaging</see> 1.37.0; the rest starts with <c>sor.</c>.
/// Spans are per run and per batch of about a million records, never per message.
/// </summary>
public static class StreamTelemetry
{
    /// <summary>Source of the spans, and name of the meter, of this library.</summary>
    public const string SourceName = "Sor.Streaming";

    /// <summary>Records in a batch span.</summary>
    public const long BatchRecords = 1 << 20;

    /// <summary>A run that was over for longer when a reader started is read in a trace of the reader's own: as a part of the producer's it would stretch that one without end.</summary>
    public static readonly TimeSpan OwnTraceAfter = TimeSpan.FromSeconds(10);

    internal const string SentMessages = "messaging.client.sent.messages";
    internal const string ConsumedMessages = "messaging.client.consumed.messages";
    internal const string OperationDuration = "messaging.client.operation.duration";
    internal const string SentRecords = "sor.stream.sent.records";
    internal const string ConsumedRecords = "sor.stream.consumed.records";
    internal const string DuplicateRecords = "sor.stream.duplicate.records";
    internal const string MissingRecords = "sor.stream.missing.records";
    internal const string RejectedRecords = "sor.stream.rejected.records";
    internal const string Lag = "sor.stream.lag";

    internal const string System = "messaging.system";
    internal const string Destination = "messaging.destination.name";
    internal const string Operation = "messaging.operation.name";
    internal const string OperationType = "messaging.operation.type";

    /// <summary>What <see cref="Operation"/> was called before. Aspire's dashboard names a messaging span by it, and not by the span's own name.</summary>
    internal const string FormerOperation = "messaging.operation";
    internal const string Run = "sor.run";
    internal const string Records = "sor.records";
}

/// <summary>The instruments of this library. With nobody listening an update is one branch.</summary>
internal static class Instruments
{
    public static readonly ActivitySource Source = new(StreamTelemetry.SourceName);
    private static readonly Meter Meter = new(StreamTelemetry.SourceName);

    /// <summary>In seconds. OpenTelemetry's own bounds are for milliseconds: by them all these durations fall into the first bucket.</summary>
    private static readonly InstrumentAdvice<double> Seconds =
        new() { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 60, 300] };

    public static readonly Counter<long> SentMessages = Meter.CreateCounter<long>(StreamTelemetry.SentMessages, "{message}", "Messages acknowledged by the broker");
    public static readonly Counter<long> ConsumedMessages = Meter.CreateCounter<long>(StreamTelemetry.ConsumedMessages, "{message}", "Messages delivered to the application");
    public static readonly Histogram<double> OperationDuration = Meter.CreateHistogram<double>(StreamTelemetry.OperationDuration, "s", "From sending to the broker's acknowledgement", tags: null, Seconds);
    public static readonly Counter<long> SentRecords = Meter.CreateCounter<long>(StreamTelemetry.SentRecords, "{record}", "Records handed to the client");
    public static readonly Counter<long> ConsumedRecords = Meter.CreateCounter<long>(StreamTelemetry.ConsumedRecords, "{record}", "Records delivered, each once");
    public static readonly Counter<long> DuplicateRecords = Meter.CreateCounter<long>(StreamTelemetry.DuplicateRecords, "{record}", "Records dropped because they came twice");
    public static readonly Counter<long> MissingRecords = Meter.CreateCounter<long>(StreamTelemetry.MissingRecords, "{record}", "Records given up as missing");
    public static readonly Counter<long> RejectedRecords = Meter.CreateCounter<long>(StreamTelemetry.RejectedRecords, "{record}", "Rows rejected while reading");
    public static readonly Histogram<double> Lag = Meter.CreateHistogram<double>(StreamTelemetry.Lag, "s", "From a message's wall-clock stamp, or from the reader's start where that is later, to its delivery", tags: null, Seconds);

    /// <summary>The tags every message of a topic is counted under.</summary>
    public static TagList Tags(string topic, string operation) => new()
    {
        { StreamTelemetry.System, "kafka" },
        { StreamTelemetry.Destination, topic },
        { StreamTelemetry.Operation, operation },
    };

    /// <summary>Starts a span <c>{operation} {topic}</c>.</summary>
    public static Activity? Start(string operation, string type, ActivityKind kind, string topic, string run, ActivityContext parent = default, IEnumerable<ActivityLink>? links = null)
    {
        var span = Source.StartActivity($"{operation} {topic}", kind, parent, links: links);
        span?.SetTag(StreamTelemetry.System, "kafka")
            .SetTag(StreamTelemetry.Destination, topic)
            .SetTag(StreamTelemetry.Operation, operation)
            .SetTag(StreamTelemetry.FormerOperation, operation)
            .SetTag(StreamTelemetry.OperationType, type)
            .SetTag(StreamTelemetry.Run, run);
        return span;
    }
}
