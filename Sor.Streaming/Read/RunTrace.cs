using System.Diagnostics;
using Confluent.Kafka;
using Sor.Streaming.Wire;

namespace Sor.Streaming.Read;

/// <summary>
/// Spans and counters of a run while it is read: a span for the run, and one for each batch of records, which links to the producer's
/// batch.
/// </summary>
internal sealed class RunTrace : IDisposable
{
    private readonly SubscribeOptions options;
    private readonly string run;
    private readonly TagList tags;
    private readonly Activity? span;
    private Activity? batch;
    private long batchEnd;

    public RunTrace(SubscribeOptions options, RunLocation location)
    {
        this.options = options;
        var begin = location.Manifest;
        run = begin.Run;
        tags = StreamMetrics.Tags(options.Topic, "poll");
        var late = location.Ended is { } ended && options.Started - ended > StreamTelemetry.OwnTraceAfter;
        ActivityLink[]? link = late && begin.Trace != default ? [new(begin.Trace)] : null;
        span = StreamMetrics.Start("replay", "process", ActivityKind.Consumer, options.Topic, run, late ? default : begin.Trace, link);
    }

    /// <summary>Records so far.</summary>
    public long Records { get; private set; }

    /// <summary>Counts new records.</summary>
    public void Count(int records)
    {
        Records += records;
        StreamMetrics.ConsumedRecords.Add(records, tags);
    }

    /// <summary>Counts duplicates, and records given up as missing.</summary>
    public void CountFaults(long duplicates, long missing)
    {
        if (duplicates > 0) StreamMetrics.DuplicateRecords.Add(duplicates, tags);
        if (missing > 0) StreamMetrics.MissingRecords.Add(missing, tags);
    }

    /// <summary>Counts a message of the run, with its lag, and begins a batch where it is time.</summary>
    public void Count(ConsumeResult<Ignore, Payload> result, in StreamHeaders headers)
    {
        StreamMetrics.ConsumedMessages.Add(1, tags);
        if (StreamMetrics.Lag.Enabled)
        {
            DateTimeOffset written = result.Message.Timestamp.UtcDateTime;
            var waiting = TimeProvider.System.GetUtcNow() - (written > options.Started ? written : options.Started);
            StreamMetrics.Lag.Record(Math.Max(0, waiting.TotalSeconds), tags);
        }

        if (span is null || (headers.TraceParent is null && Records < batchEnd)) return;
        batch?.Dispose();
        batchEnd = Records + StreamTelemetry.BatchRecords;
        var link = ActivityContext.TryParse(headers.TraceParent, null, isRemote: true, out var sent)
            ? new ActivityLink[] { new(sent) }
            : [];
        batch = StreamMetrics.Start("poll", "receive", ActivityKind.Client, options.Topic, run, span.Context, link);
        // What the application does with the records belongs under the run's span, not under the batch's.
        Activity.Current = span;
    }

    public void Dispose()
    {
        batch?.Dispose();
        span?.SetTag(StreamTelemetry.Records, Records);
        span?.Dispose();
    }
}
