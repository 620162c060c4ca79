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

    public static readonly Counter<long> SentMessages = Messages(StreamTelemetry.SentMessages, "Messages acknowledged by the broker");
    public static readonly Counter<long> ConsumedMessages = Messages(
        StreamTelemetry.ConsumedMessages, "Messages delivered to the application");
    public static readonly Histogram<double> OperationDuration = Durations(
        StreamTelemetry.OperationDuration, "From sending to the broker's acknowledgement");
    public static readonly Counter<long> SentRecords = Records(StreamTelemetry.SentRecords, "Records handed to the client");
    public static readonly Counter<long> ConsumedRecords = Records(StreamTelemetry.ConsumedRecords, "Records delivered, each once");
    public static readonly Counter<long> DuplicateRecords = Records(
        StreamTelemetry.DuplicateRecords, "Records dropped because they came twice");
    public static readonly Counter<long> MissingRecords = Records(StreamTelemetry.MissingRecords, "Records given up as missing");
    public static readonly Counter<long> RejectedRecords = Records(StreamTelemetry.RejectedRecords, "Rows rejected while reading");
    public static readonly Histogram<double> Lag = Durations(
        StreamTelemetry.Lag, "From a message's wall-clock stamp, or from the reader's start where that is later, to its delivery");

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

    private static Counter<long> Messages(string name, string description) => Meter.CreateCounter<long>(name, "{message}", description);

    private static Counter<long> Records(string name, string description) => Meter.CreateCounter<long>(name, "{record}", description);

    private static Histogram<double> Durations(string name, string description) =>
        Meter.CreateHistogram<double>(name, "s", description, tags: null, Seconds);
}
