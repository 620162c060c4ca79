using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Sor.Streaming;

/// <summary>The metrics of this library, and how its spans begin. With nobody listening an update is one branch.</summary>
internal static class StreamMetrics
{
    public static readonly ActivitySource Source = new(StreamTelemetry.SourceName);
    private static readonly Meter Meter = new(StreamTelemetry.SourceName);

    /// <summary>
    /// In seconds. OpenTelemetry's own bounds are for milliseconds: by them all these durations fall into the first bucket.
    /// </summary>
    private static readonly InstrumentAdvice<double> Seconds =
        new() { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 60, 300] };

    public static readonly Counter<long> SentMessages = Meter.CreateCounter<long>(
        StreamTelemetry.SentMessages,
        "{message}",
        "Messages acknowledged by the broker");
    public static readonly Counter<long> ConsumedMessages = Meter.CreateCounter<long>(
        StreamTelemetry.ConsumedMessages,
        "{message}",
        "Messages delivered to the application");
    public static readonly Histogram<double> OperationDuration = Meter.CreateHistogram<double>(
        StreamTelemetry.OperationDuration,
        "s",
        "From sending to the broker's acknowledgement",
        tags: null,
        Seconds);
    public static readonly Counter<long> SentRecords = Meter.CreateCounter<long>(
        StreamTelemetry.SentRecords,
        "{record}",
        "Records handed to the client");
    public static readonly Counter<long> ConsumedRecords = Meter.CreateCounter<long>(
        StreamTelemetry.ConsumedRecords,
        "{record}",
        "Records delivered, each once");
    public static readonly Counter<long> DuplicateRecords = Meter.CreateCounter<long>(
        StreamTelemetry.DuplicateRecords,
        "{record}",
        "Records dropped because they came twice");
    public static readonly Counter<long> MissingRecords = Meter.CreateCounter<long>(
        StreamTelemetry.MissingRecords,
        "{record}",
        "Records given up as missing");
    public static readonly Counter<long> RejectedRecords = Meter.CreateCounter<long>(
        StreamTelemetry.RejectedRecords,
        "{record}",
        "Rows rejected while reading");
    public static readonly Histogram<double> Lag = Meter.CreateHistogram<double>(
        StreamTelemetry.Lag,
        "s",
        "From a message's wall-clock stamp, or from the reader's start where that is later, to its delivery",
        tags: null,
        Seconds);

    /// <summary>The tags every message of a topic is counted under.</summary>
    public static TagList Tags(string topic, string operation) => new()
    {
        { StreamTelemetry.System, "kafka" },
        { StreamTelemetry.Destination, topic },
        { StreamTelemetry.Operation, operation },
    };

    /// <summary>Starts a span <c>{operation} {topic}</c>.</summary>
    public static Activity? Start(
        string operation,
        string type,
        ActivityKind kind,
        string topic,
        string run,
        ActivityContext parent = default,
        IEnumerable<ActivityLink>? links = null)
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
