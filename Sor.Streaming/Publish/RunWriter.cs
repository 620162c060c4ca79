using System.Diagnostics;
using Confluent.Kafka;
using Sor.Core.MarketData;
using Sor.Streaming.Wire;

namespace Sor.Streaming.Publish;

/// <summary>
/// Writes a run: puts each record into its partition's message, sends messages that are full or old, and compares the beginning of a
/// resumed run with what the broker has.
/// </summary>
internal sealed class RunWriter : IDisposable
{
    private readonly RunSender? sender;
    private readonly RunControl? control;
    private readonly Topic topic;
    private readonly string run;
    private readonly PublishOptions options;
    private readonly PartitionWriter[] partitions;
    private Activity? batch;
    private long batchEnd;
    private int behind;

    /// <param name="producer">Sends; <c>null</c> to count and hash the records only.</param>
    /// <param name="topic">Where to.</param>
    /// <param name="run">The run's id.</param>
    /// <param name="options">How.</param>
    /// <param name="found">What the broker has of the run; <c>null</c> for a new one.</param>
    /// <param name="cancellation">Ends waiting.</param>
    public RunWriter(
        IProducer<Null, byte[]>? producer,
        Topic topic,
        string run,
        PublishOptions options,
        FoundRun? found,
        CancellationToken cancellation)
    {
        this.topic = topic;
        this.run = run;
        this.options = options;
        // A batch has some overhead of its own (61 bytes, and a little per message); a topic with a small limit gets smaller messages.
        var bytes = Math.Min(options.MessageBytes, topic.MaxMessageBytes - 512);
        var records = Math.Max(1, bytes / Mbp1.SizeInBytes);
        sender = producer is null ? null : new RunSender(producer, topic, run, records * Mbp1.SizeInBytes, options.Wait, cancellation);
        partitions = new PartitionWriter[topic.Partitions];
        for (var i = 0; i < partitions.Length; i++)
            partitions[i] = new PartitionWriter(topic.Name, i, run, records, found?.Partitions[i], sender);
        control = sender is null ? null : new RunControl(sender, partitions, run);
        behind = partitions.Count(partition => partition.Next < partition.Prefix);
    }

    /// <summary>Records of the run so far, those found on the broker included.</summary>
    public long Records => partitions.Sum(partition => partition.Next + partition.Filled);

    /// <summary>Records found on the broker.</summary>
    public long Resumed => partitions.Sum(partition => partition.Prefix);

    /// <summary>Messages sent.</summary>
    public long Messages { get; private set; }

    /// <summary>Whether everything from here on is new to the broker.</summary>
    public bool IsPastPrefix => behind == 0;

    /// <summary>Whether a message is being filled.</summary>
    public bool HasUnsent => Array.Exists(partitions, partition => partition.Filled > 0);

    /// <summary>Writes BEGIN.</summary>
    public void Begin(BeginManifest manifest) => control!.Begin(manifest);

    /// <summary>Adds records in order.</summary>
    public void Append(ReadOnlySpan<Mbp1> records)
    {
        if (partitions.Length == 1)
        {
            var only = partitions[0];
            while (!records.IsEmpty)
            {
                var taken = only.Take(records);
                records = records[taken..];
                if (only.IsFull) Send(only);
            }

            return;
        }

        foreach (ref readonly var record in records) Append(record);
    }

    /// <summary>Adds a record.</summary>
    public void Append(in Mbp1 record)
    {
        var partition = partitions[record.InstrumentId % (uint)partitions.Length];
        partition.Take(record);
        if (partition.IsFull || options.Format == StreamFormat.Json) Send(partition);
    }

    /// <summary>Sends the messages that have waited long enough. Throws what the broker refused.</summary>
    public void SendOld()
    {
        sender?.ThrowIfFailed();
        foreach (var partition in partitions)
        {
            if (partition.Filled > 0 && partition.Age >= StreamDefaults.MessageAgeMilliseconds) Send(partition);
        }
    }

    /// <summary>Sends the rest, waits until the broker has everything, and writes END.</summary>
    public void End(SourceSummary summary)
    {
        foreach (var partition in partitions) Send(partition);
        RequirePrefix();
        sender!.Flush();
        CloseBatch();
        foreach (var reject in summary.Rejects)
            StreamMetrics.RejectedRecords.Add(reject.Rows, new KeyValuePair<string, object?>("reason", reject.Reason));
        control!.End(summary, Records);
    }

    /// <summary>Writes ABORT, if the broker can still be told. Returns whether it has been.</summary>
    public bool Abort(string reason) => control is not null && control.Abort(reason, partition =>
    {
        if (IsPastPrefix) Send(partition);
    });

    /// <summary>Throws if the input did not begin with what the broker has.</summary>
    public void RequirePrefix()
    {
        foreach (var partition in partitions)
        {
            var read = partition.Next + partition.Filled;
            if (read < partition.Prefix)
                throw Changed(
                    $"it ends after {read:N0} of partition {partition.Partition}'s {partition.Prefix:N0} records that the broker has");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => CloseBatch();

    private void Send(PartitionWriter partition)
    {
        if (partition.Filled == 0) return;
        partition.AppendHash();
        if (partition.Next < partition.Prefix)
        {
            partition.Advance();
            if (partition.Next < partition.Prefix) return;
            behind--;
            if (partition.Hash != partition.PrefixHash)
                throw Changed(
                    $"the first {partition.Prefix:N0} records of partition {partition.Partition} are not the ones that the broker has");
            return;
        }

        if (sender is null)
        {
            partition.Advance();
            return;
        }

        string? trace = null;
        if (StreamMetrics.Source.HasListeners()) trace = NextBatch(partition.Filled);
        sender.Send(partition, partition.Headers(MessageKind.Data, trace), partition.Body(options.Format));
        partition.Sent();
        partition.Advance();
        Messages++;
    }

    private SorException Changed(string how) =>
        SorException.BadData(
            $"run {run} cannot be resumed, its input has changed: {how}; resume it with the input it was begun with, or publish a new run"
        );

    private string? NextBatch(int records)
    {
        var sent = Records;
        if (batch is not null && sent + records <= batchEnd) return null;
        CloseBatch();
        batchEnd = sent + StreamTelemetry.BatchRecords;
        batch = StreamMetrics.Start("send", "send", ActivityKind.Client, topic.Name, run);
        return batch?.Id;
    }

    private void CloseBatch()
    {
        batch?.Dispose();
        batch = null;
    }
}
