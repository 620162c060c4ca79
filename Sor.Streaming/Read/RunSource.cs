using System.Diagnostics;
using Confluent.Kafka;
using Sor.Core.MarketData;
using Sor.Streaming.Wire;

namespace Sor.Streaming.Read;

/// <summary>
/// One run as a source of records: each partition's in order, partitions as they come. At its end count and hash of every partition are the
/// producer's.
/// </summary>
internal sealed class RunSource : StreamSource
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(3);

    private readonly IConsumer<Ignore, Payload> _consumer;
    private readonly SubscribeOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly BeginManifest _begin;
    private readonly MessageDecoder _decoder;
    private readonly RunPartition[] _partitions;
    private readonly TopicDiagnosis _diagnosis;
    private readonly RunTrace _trace;
    private readonly HashSet<string> _otherRuns = [];
    private readonly List<InstrumentSymbol> _symbols = [];
    private readonly long? _total;
    private EndManifest? _end;
    private long _otherMessages;
    private long _skipped;

    public RunSource(
        IConsumer<Ignore, Payload> consumer,
        TopicReader reader,
        SubscribeOptions options,
        RunLocation location,
        CancellationToken cancellation)
    {
        _consumer = consumer;
        _options = options;
        _cancellation = cancellation;
        _begin = location.Manifest;
        _total = options.Partitions is null ? location.Total : null;
        _decoder = new MessageDecoder(_begin.Run, _begin.Format);
        _partitions = [.. (options.Partitions ?? [.. Enumerable.Range(0, _begin.Partitions)]).Select(partition => new RunPartition(
            partition,
            location.BeginOf(partition),
            options.UntilEnd ? reader.Watermarks(partition).High : long.MaxValue,
            new PartitionIntegrity(_begin.Run, partition, options.AllowGaps)))];
        _diagnosis = new TopicDiagnosis(consumer, reader, options, _begin, _partitions);
        _trace = new RunTrace(options, location);
        foreach (var partition in _partitions) _diagnosis.RequireHead(partition);
        Assign();
    }

    /// <inheritdoc/>
    public override SourceSchema Schema => _begin.Schema;

    /// <inheritdoc/>
    public override SourceSummary Summary =>
        new(_end?.Files ?? _begin.Files, _trace.Records, _end?.Rejects ?? [], [.. _symbols.OrderBy(symbol => symbol.InstrumentId)])
        {
            ZeroPrices = _end?.ZeroPrices ?? 0,
            Rounded = _end?.Rounded ?? 0,
            Disordered = _end?.Disordered ?? 0,
        };

    /// <inheritdoc/>
    public override double? Progress => _total is > 0 ? Math.Min(1, (double)_trace.Records / _total.Value) : null;

    /// <inheritdoc/>
    public override StreamReport Report => new(
        _begin.Run,
        _partitions.All(partition => partition.Integrity is { Ended: true, Missing: 0 }),
        _partitions.Sum(partition => partition.Integrity.Duplicates),
        _partitions.Sum(partition => partition.Integrity.Missing),
        _otherRuns.Count,
        _otherMessages);

    /// <inheritdoc/>
    public override PartitionStamp? StampOf(int partition) => Array.Find(_partitions, one => one.Partition == partition)?.Stamp;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _trace.Dispose();
        _consumer.Unassign();
    }

    /// <inheritdoc/>
    protected override ReadOnlyMemory<Mbp1> Next(bool wait, long since)
    {
        var looked = TimeSpan.Zero;
        while (Array.Exists(_partitions, partition => !partition.Done))
        {
            _cancellation.ThrowIfCancellationRequested();
            if (Look(wait) is { } result)
            {
                var skipped = _skipped;
                if (Array.Find(_partitions, partition => partition.Partition == result.Partition) is { Done: false } partition)
                {
                    var fresh = Take(partition, result);
                    if (!fresh.IsEmpty) return fresh;
                }

                if (!wait) return default;
                // What other runs write is no progress of this one, and may never end.
                if (!result.IsPartitionEOF && _skipped == skipped) since = Stopwatch.GetTimestamp();
                else if (Stopwatch.GetElapsedTime(since) >= _options.Wait) throw _diagnosis.Stalled();
                continue;
            }

            if (!wait) return default;
            var idle = Stopwatch.GetElapsedTime(since);
            if (idle >= looked + LookAgain)
            {
                _diagnosis.RequireTopic();
                looked = idle;
            }

            if (idle >= _options.Wait) throw _diagnosis.Stalled();
        }

        return default;
    }

    private ConsumeResult<Ignore, Payload>? Look(bool wait)
    {
        var poll = Poll.Once(_consumer, wait ? Poll.Slice : TimeSpan.Zero);
        switch (poll.Outcome)
        {
            case PollOutcome.PositionLost:
                _diagnosis.RequireHeads(poll.Cause!);
                Assign();
                break;
            case PollOutcome.TopicUnknown:
                _diagnosis.RequireTopic();
                break;
            case PollOutcome.Refused:
                throw SorException.Failed($"topic {_options.Topic} cannot be read on: {poll.Reason}", poll.Cause);
            default: break;
        }

        return poll.Result;
    }

    /// <summary>
    /// Takes a message or an end of partition. Returns the new records, not copied: the message stays until the next is consumed.
    /// </summary>
    private ReadOnlyMemory<Mbp1> Take(RunPartition partition, ConsumeResult<Ignore, Payload> result)
    {
        var offset = result.Offset.Value;
        if (result.IsPartitionEOF)
        {
            if (partition.Aborted is { } reason) throw _diagnosis.Aborted(partition, reason);
            if (offset >= partition.Until) Finish(partition);
            return default;
        }

        partition.Position = offset + 1;
        if (partition.Position >= partition.Until) partition.LastSeen = true;
        var fresh = Dispatch(partition, result, offset);
        if (partition.LastSeen && !partition.Done) Finish(partition);
        if (!fresh.IsEmpty) _trace.Count(fresh.Length);
        return fresh;
    }

    private ReadOnlyMemory<Mbp1> Dispatch(RunPartition partition, ConsumeResult<Ignore, Payload> result, long offset)
    {
        if (StreamHeaders.Read(result.Message.Headers, offset) is not { } headers)
        {
            _otherMessages++;
            _skipped++;
            return default;
        }

        if (headers.Run != _begin.Run)
        {
            _otherRuns.Add(headers.Run);
            _skipped++;
            return default;
        }

        // A BEGIN alone is what a producer killed at once left behind, or a copy.
        if (headers.Kind == MessageKind.Begin) return default;
        if (headers.Begin != partition.Begin) throw partition.Integrity.SecondProducer(offset);
        _trace.Count(result, headers);
        if (headers.Kind == MessageKind.Abort)
        {
            // A resumed run goes on after it, so it counts only where nothing follows.
            partition.Aborted = MessageDecoder.Abort(result.Message.Value, _begin.Run, offset).Reason;
            return default;
        }

        partition.Aborted = null;
        if (headers.Kind == MessageKind.Data)
            return Accept(partition.Integrity, headers.Seq, _decoder.Records(result.Message.Value, offset));

        var end = MessageDecoder.End(result.Message.Value, _begin.Run, offset);
        partition.Integrity.End(end);
        partition.Stamp = PartitionStamp.Of(partition.Begin, result.Message.Value);
        _end ??= end;
        _symbols.AddRange(end.Symbols);
        Finish(partition);
        return default;
    }

    private ReadOnlyMemory<Mbp1> Accept(PartitionIntegrity integrity, long seq, ReadOnlyMemory<Mbp1> records)
    {
        var (duplicates, missing) = (integrity.Duplicates, integrity.Missing);
        var fresh = integrity.Accept(seq, records);
        _trace.CountFaults(integrity.Duplicates - duplicates, integrity.Missing - missing);
        return fresh;
    }

    private void Assign() => _consumer.Assign(
            _partitions
                .Where(partition => !partition.Done)
                .Select(partition => new TopicPartitionOffset(_options.Topic, partition.Partition, partition.Position)));

    private void Finish(RunPartition partition)
    {
        partition.Done = true;
        _consumer.IncrementalUnassign([new TopicPartition(_options.Topic, partition.Partition)]);
    }
}
