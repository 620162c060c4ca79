using System.Diagnostics;
using Confluent.Kafka;
using Sor.Core.MarketData;
using Sor.Streaming.Wire;

namespace Sor.Streaming.Read;

/// <summary>
/// One run as a source of records. Each partition's records come in order, and partitions in the order in which the broker delivers them.
/// When the source has ended, count and hash of every partition have been compared with the producer's.
/// </summary>
internal sealed class RunSource : StreamSource
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(3);

    private readonly IConsumer<Ignore, Payload> consumer;
    private readonly SubscribeOptions options;
    private readonly CancellationToken cancellation;
    private readonly BeginManifest begin;
    private readonly MessageDecoder decoder;
    private readonly RunPartition[] partitions;
    private readonly TopicDiagnosis diagnosis;
    private readonly RunTrace trace;
    private readonly HashSet<string> otherRuns = [];
    private readonly List<InstrumentSymbol> symbols = [];
    private readonly long? total;
    private EndManifest? end;
    private long otherMessages;
    private long skipped;

    public RunSource(
        IConsumer<Ignore, Payload> consumer,
        TopicReader reader,
        SubscribeOptions options,
        RunLocation location,
        CancellationToken cancellation)
    {
        this.consumer = consumer;
        this.options = options;
        this.cancellation = cancellation;
        begin = location.Manifest;
        total = options.Partitions is null ? location.Total : null;
        decoder = new MessageDecoder(begin.Run, begin.Format);
        partitions = [.. (options.Partitions ?? [.. Enumerable.Range(0, begin.Partitions)]).Select(partition => new RunPartition(
            partition,
            location.BeginOf(partition),
            options.UntilEnd ? reader.Watermarks(partition).High : long.MaxValue,
            new PartitionIntegrity(begin.Run, partition, options.AllowGaps)))];
        diagnosis = new TopicDiagnosis(consumer, reader, options, begin, partitions);
        trace = new RunTrace(options, location);
        foreach (var partition in partitions) diagnosis.RequireHead(partition);
        Assign();
    }

    /// <inheritdoc/>
    public override SourceSchema Schema => begin.Schema;

    /// <inheritdoc/>
    public override SourceSummary Summary =>
        new(end?.Files ?? begin.Files, trace.Records, end?.Rejects ?? [], [.. symbols.OrderBy(symbol => symbol.InstrumentId)])
        {
            ZeroPrices = end?.ZeroPrices ?? 0,
            Rounded = end?.Rounded ?? 0,
            Disordered = end?.Disordered ?? 0,
        };

    /// <inheritdoc/>
    public override double? Progress => total is > 0 ? Math.Min(1, (double)trace.Records / total.Value) : null;

    /// <inheritdoc/>
    public override StreamReport Report => new(
        begin.Run,
        partitions.All(partition => partition.Integrity is { Ended: true, Missing: 0 }),
        partitions.Sum(partition => partition.Integrity.Duplicates),
        partitions.Sum(partition => partition.Integrity.Missing),
        otherRuns.Count,
        otherMessages);

    /// <inheritdoc/>
    public override PartitionStamp? StampOf(int partition) => Array.Find(partitions, one => one.Partition == partition)?.Stamp;

    /// <inheritdoc/>
    public override void Dispose()
    {
        trace.Dispose();
        consumer.Unassign();
    }

    /// <inheritdoc/>
    protected override ReadOnlyMemory<Mbp1> Next(bool wait, long since)
    {
        var looked = TimeSpan.Zero;
        while (Array.Exists(partitions, partition => !partition.Done))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Look(wait) is { } result)
            {
                var skippedBefore = skipped;
                if (Array.Find(partitions, partition => partition.Partition == result.Partition) is { Done: false } partition)
                {
                    var fresh = Take(partition, result);
                    if (!fresh.IsEmpty) return fresh;
                }

                if (!wait) return default;
                // Messages of other runs are no progress of this one: another producer may write for ever.
                if (!result.IsPartitionEOF && skipped == skippedBefore) since = Stopwatch.GetTimestamp();
                else if (Stopwatch.GetElapsedTime(since) >= options.Wait) throw diagnosis.Stalled();
                continue;
            }

            if (!wait) return default;
            var idle = Stopwatch.GetElapsedTime(since);
            if (idle >= looked + LookAgain)
            {
                diagnosis.RequireTopic();
                looked = idle;
            }

            if (idle >= options.Wait) throw diagnosis.Stalled();
        }

        return default;
    }

    private ConsumeResult<Ignore, Payload>? Look(bool wait)
    {
        var poll = Poll.Once(consumer, wait ? Poll.Slice : TimeSpan.Zero);
        switch (poll.Outcome)
        {
            case PollOutcome.PositionLost:
                diagnosis.RequireHeads(poll.Cause!);
                Assign();
                break;
            case PollOutcome.TopicUnknown:
                diagnosis.RequireTopic();
                break;
            case PollOutcome.Refused:
                throw SorException.Failed($"topic {options.Topic} cannot be read on: {poll.Reason}", poll.Cause);
            default: break;
        }

        return poll.Result;
    }

    /// <summary>
    /// Takes a message, or the end of a partition. Returns the new records, which stay valid until the next message is consumed.
    /// </summary>
    private ReadOnlyMemory<Mbp1> Take(RunPartition partition, ConsumeResult<Ignore, Payload> result)
    {
        var offset = result.Offset.Value;
        if (result.IsPartitionEOF)
        {
            if (partition.Aborted is { } reason) throw diagnosis.Aborted(partition, reason);
            if (offset >= partition.Until) Finish(partition);
            return default;
        }

        partition.Position = offset + 1;
        if (partition.Position >= partition.Until) partition.LastSeen = true;
        var fresh = Dispatch(partition, result, offset);
        if (partition.LastSeen && !partition.Done) Finish(partition);
        if (!fresh.IsEmpty) trace.Count(fresh.Length);
        return fresh;
    }

    private ReadOnlyMemory<Mbp1> Dispatch(RunPartition partition, ConsumeResult<Ignore, Payload> result, long offset)
    {
        if (StreamHeaders.Read(result.Message.Headers, offset) is not { } headers)
        {
            otherMessages++;
            skipped++;
            return default;
        }

        if (headers.Run != begin.Run)
        {
            otherRuns.Add(headers.Run);
            skipped++;
            return default;
        }

        // Another BEGIN of the run: a copy, or what a producer left that was killed before its first record.
        if (headers.Kind == MessageKind.Begin) return default;
        if (headers.Begin != partition.Begin) throw partition.Integrity.SecondProducer(offset);
        trace.Count(result, headers);
        if (headers.Kind == MessageKind.Abort)
        {
            // A run can be resumed after its ABORT, so ABORT counts only if nothing of the run follows.
            partition.Aborted = MessageDecoder.Abort(result.Message.Value, begin.Run, offset).Reason;
            return default;
        }

        partition.Aborted = null;
        if (headers.Kind == MessageKind.Data)
            return Accept(partition.Integrity, headers.Seq, decoder.Records(result.Message.Value, offset));

        var end = MessageDecoder.End(result.Message.Value, begin.Run, offset);
        partition.Integrity.End(end);
        partition.Stamp = PartitionStamp.Of(partition.Begin, result.Message.Value);
        this.end ??= end;
        symbols.AddRange(end.Symbols);
        Finish(partition);
        return default;
    }

    private ReadOnlyMemory<Mbp1> Accept(PartitionIntegrity integrity, long seq, ReadOnlyMemory<Mbp1> records)
    {
        var (duplicates, missing) = (integrity.Duplicates, integrity.Missing);
        var fresh = integrity.Accept(seq, records);
        trace.CountFaults(integrity.Duplicates - duplicates, integrity.Missing - missing);
        return fresh;
    }

    private void Assign() => consumer.Assign(
            partitions
                .Where(partition => !partition.Done)
                .Select(partition => new TopicPartitionOffset(options.Topic, partition.Partition, partition.Position)));

    private void Finish(RunPartition partition)
    {
        partition.Done = true;
        consumer.IncrementalUnassign([new TopicPartition(options.Topic, partition.Partition)]);
    }
}
