namespace Sor.Streaming;

/// <summary>
/// Names of what is traced and measured, in one place. The names of messaging spans, attributes and metrics are those of OpenTelemetry's
/// <see href="https://opentelemetry.io/docs/specs/semconv/messaging/">semantic conventions for messaging</see> 1.37.0; the rest starts with
/// <c>sor.</c>. Spans are per run and per batch of about a million records, never per message.
/// </summary>
public static class StreamTelemetry
{
    /// <summary>Source of the spans, and name of the meter, of this library.</summary>
    public const string SourceName = "Sor.Streaming";

    /// <summary>Records in a batch span.</summary>
    public const long BatchRecords = 1 << 20;

    /// <summary>
    /// If a run ended longer than this before a reader starts, the reader's trace is its own: as a part of the producer's it would stretch
    /// that one over hours or days.
    /// </summary>
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

    /// <summary>
    /// What <see cref="Operation"/> was called before. Aspire's dashboard names a messaging span by it, and not by the span's own name.
    /// </summary>
    internal const string FormerOperation = "messaging.operation";
    internal const string Run = "sor.run";
    internal const string Records = "sor.records";
}
