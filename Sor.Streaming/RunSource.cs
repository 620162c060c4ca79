using System.Diagnostics;
using Confluent.Kafka;
using Sor.Core.MarketData;

namespace Sor.Streaming;

/// <summary>
/// One run as a source of records: each partition's in order, partitions as they come. At its end count and hash of every partition are the producer's.
/// </summary>
internal sealed class RunSource : IStreamSource
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(3);

    private readonly IConsumer<Ignore, Payload> _consumer;
    private readonly TopicReader _reader;
    private readonly SubscribeOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly BeginManifest _begin;
    private readonly MessageDecoder _decoder;
    private readonly RunPart[] _parts;
    private readonly HashSet<string> _otherRuns = [];
    private readonly List<InstrumentSymbol> _symbols = [];
    private readonly TagList _tags;
    private readonly Activity? _span;
    private readonly long? _total;
    private Activity? _batch;
    private EndManifest? _end;
    private long _otherMessages;
    private long _skipped;
    private long _records;
    private long _batchEnd;
    private ReadOnlyMemory<Mbp1> _pending;

    public RunSource(
        IConsumer<Ignore, Payload> consumer, TopicReader reader, SubscribeOptions options, RunLocation location, CancellationToken cancellation)
    {
        _consumer = consumer;
        _reader = reader;
        _options = options;
        _cancellation = cancellation;
        _begin = location.Manifest;
        _total = options.Partitions is null ? location.Total : null;
        _decoder = new MessageDecoder(_begin.Run, _begin.Format);
        _parts = [.. (options.Partitions ?? [.. Enumerable.Range(0, _begin.Partitions)]).Select(partition => new RunPart(
            partition,
            location.BeginOf(partition),
            options.UntilEnd ? reader.Watermarks(partition).High : long.MaxValue,
            new PartitionIntegrity(_begin.Run, partition, options.AllowGaps)))];
        _tags = Instruments.Tags(options.Topic, "poll");
        var late = location.Ended is { } ended && options.Started - ended > StreamTelemetry.OwnTraceAfter;
        ActivityLink[]? link = late && _begin.Trace != default ? [new(_begin.Trace)] : null;
        _span = Instruments.Start("replay", "process", ActivityKind.Consumer, options.Topic, _begin.Run, late ? default : _begin.Trace, link);
        foreach (var part in _parts) RequireHead(part);
        consumer.Assign(_parts.Select(part => new TopicPartitionOffset(options.Topic, part.Partition, part.Position)));
    }

    /// <inheritdoc/>
    public SourceSchema Schema => _begin.Schema;

    /// <inheritdoc/>
    public SourceSummary Summary => new(_end?.Files ?? _begin.Files, _records, _end?.Rejects ?? [], [.. _symbols.OrderBy(symbol => symbol.InstrumentId)])
    {
        ZeroPrices = _end?.ZeroPrices ?? 0,
        Rounded = _end?.Rounded ?? 0,
        Disordered = _end?.Disordered ?? 0,
    };

    /// <inheritdoc/>
    public double? Progress => _total is > 0 ? Math.Min(1, (double)_records / _total.Value) : null;

    /// <inheritdoc/>
    public StreamReport Report => new(
        _begin.Run,
        _parts.All(part => part.Integrity is { Ended: true, Missing: 0 }),
        _parts.Sum(part => part.Integrity.Duplicates),
        _parts.Sum(part => part.Integrity.Missing),
        _otherRuns.Count,
        _otherMessages);

    /// <inheritdoc/>
    public int Read(Span<Mbp1> destination)
    {
        var written = 0;
        var since = Stopwatch.GetTimestamp();
        while (written < destination.Length)
        {
            if (_pending.IsEmpty && !Fill(wait: written == 0, since)) break;
            var taken = Math.Min(destination.Length - written, _pending.Length);
            _pending.Span[..taken].CopyTo(destination[written..]);
            _pending = _pending[taken..];
            written += taken;
        }

        return written;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _batch?.Dispose();
        _span?.SetTag(StreamTelemetry.Records, _records);
        _span?.Dispose();
        _consumer.Unassign();
    }

    /// <summary>Takes messages until one has new records. False at the end, or if nothing is there and waiting is not asked for.</summary>
    private bool Fill(bool wait, long since)
    {
        var looked = TimeSpan.Zero;
        while (Array.Exists(_parts, part => !part.Done))
        {
            _cancellation.ThrowIfCancellationRequested();
            if (Next(wait) is { } result)
            {
                var skipped = _skipped;
                if (Array.Find(_parts, part => part.Partition == result.Partition) is { Done: false } part && Take(part, result)) return true;
                if (!wait) return false;
                // What other runs write is no progress of this one, and may never end.
                if (!result.IsPartitionEOF && _skipped == skipped) since = Stopwatch.GetTimestamp();
                else if (Stopwatch.GetElapsedTime(since) >= _options.Wait) throw Stalled();
                continue;
            }

            if (!wait) return false;
            var idle = Stopwatch.GetElapsedTime(since);
            if (idle >= looked + LookAgain)
            {
                RequireTopic();
                looked = idle;
            }

            if (idle >= _options.Wait) throw Stalled();
        }

        return false;
    }

    private ConsumeResult<Ignore, Payload>? Next(bool wait)
    {
        try
        {
            return _consumer.Consume(wait ? Slice : TimeSpan.Zero);
        }
        catch (ConsumeException e) when (e.Error.Code == ErrorCode.Local_AutoOffsetReset)
        {
            GoOnAfterRetention(e);
        }
        catch (ConsumeException e) when (e.Error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition or ErrorCode.UnknownTopicId)
        {
            RequireTopic();
        }
        catch (ConsumeException e) when (e.Error.IsFatal || e.Error.Code is ErrorCode.TopicAuthorizationFailed or ErrorCode.SaslAuthenticationFailed)
        {
            throw SorException.Failed($"topic {_options.Topic} cannot be read on: {e.Error.Reason}", e);
        }
        catch (ConsumeException)
        {
            // A broker that is away for a moment: the wait bounds it.
        }

        return null;
    }

    /// <summary>Takes a message or an end of partition. True if there are new records.</summary>
    private bool Take(RunPart part, ConsumeResult<Ignore, Payload> result)
    {
        var offset = result.Offset.Value;
        if (result.IsPartitionEOF)
        {
            if (part.Aborted is { } reason) throw Aborted(part, reason);
            if (offset >= part.Until) Finish(part);
            return false;
        }

        part.Position = offset + 1;
        if (part.Position >= part.Until) part.LastSeen = true;
        var fresh = Dispatch(part, result, offset);
        if (part.LastSeen && !part.Done) Finish(part);
        if (fresh.IsEmpty) return false;
        // Not copied: the message stays until the next is consumed, and that is when these have been taken.
        _pending = fresh;
        _records += fresh.Length;
        Instruments.ConsumedRecords.Add(fresh.Length, _tags);
        return true;
    }

    private ReadOnlyMemory<Mbp1> Dispatch(RunPart part, ConsumeResult<Ignore, Payload> result, long offset)
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
        if (headers.Begin != part.Begin) throw part.Integrity.SecondProducer(offset);
        Measure(result, headers);
        if (headers.Kind == MessageKind.Abort)
        {
            // A resumed run goes on after it, so it counts only where nothing follows.
            part.Aborted = MessageDecoder.Abort(result.Message.Value, _begin.Run, offset).Reason;
            return default;
        }

        part.Aborted = null;
        switch (headers.Kind)
        {
            case MessageKind.Data:
                var (duplicates, missing) = (part.Integrity.Duplicates, part.Integrity.Missing);
                var fresh = part.Integrity.Accept(headers.Seq, _decoder.Records(result.Message.Value, offset));
                if (part.Integrity.Duplicates > duplicates) Instruments.DuplicateRecords.Add(part.Integrity.Duplicates - duplicates, _tags);
                if (part.Integrity.Missing > missing) Instruments.MissingRecords.Add(part.Integrity.Missing - missing, _tags);
                return fresh;
            default:
                var end = MessageDecoder.End(result.Message.Value, _begin.Run, offset);
                part.Integrity.End(end);
                _end ??= end;
                _symbols.AddRange(end.Symbols);
                Finish(part);
                return default;
        }
    }

    private void Measure(ConsumeResult<Ignore, Payload> result, in StreamHeaders headers)
    {
        Instruments.ConsumedMessages.Add(1, _tags);
        if (Instruments.Lag.Enabled)
        {
            DateTimeOffset written = result.Message.Timestamp.UtcDateTime;
            var waiting = TimeProvider.System.GetUtcNow() - (written > _options.Started ? written : _options.Started);
            Instruments.Lag.Record(Math.Max(0, waiting.TotalSeconds), _tags);
        }

        if (_span is null || (headers.TraceParent is null && _records < _batchEnd)) return;
        _batch?.Dispose();
        _batchEnd = _records + StreamTelemetry.BatchRecords;
        var link = ActivityContext.TryParse(headers.TraceParent, null, isRemote: true, out var sent) ? new ActivityLink[] { new(sent) } : [];
        _batch = Instruments.Start("poll", "receive", ActivityKind.Client, _options.Topic, _begin.Run, _span.Context, link);
        // The batch is no parent: what the application does with records belongs to the run.
        Activity.Current = _span;
    }

    private void Finish(RunPart part)
    {
        part.Done = true;
        _consumer.IncrementalUnassign([new TopicPartition(_options.Topic, part.Partition)]);
    }

    private void RequireHead(RunPart part)
    {
        var low = _reader.Watermarks(part.Partition).Low;
        if (part.Position >= low) return;
        if (!_options.AllowGaps) throw HeadDeleted(part, low);
        part.Position = low;
    }

    private void GoOnAfterRetention(ConsumeException cause)
    {
        foreach (var part in _parts.Where(part => !part.Done))
        {
            var (low, high) = _reader.Watermarks(part.Partition);
            if (part.Position > high) throw MadeAnew(cause);
            if (part.Position >= low) continue;
            if (!_options.AllowGaps) throw HeadDeleted(part, low);
            part.Position = low;
        }

        _consumer.Assign(_parts.Where(part => !part.Done).Select(part => new TopicPartitionOffset(_options.Topic, part.Partition, part.Position)));
    }

    /// <summary>Nothing comes: a topic that is gone, or another one of the same name, is why. A broker that does not answer is waited for.</summary>
    private void RequireTopic()
    {
        using var admin = new DependentAdminClientBuilder(_consumer.Handle).Build();
        try
        {
            var topic = admin.GetMetadata(_options.Topic, TimeSpan.FromSeconds(1)).Topics.Find(found => found.Topic == _options.Topic);
            if (topic?.Error.Code is ErrorCode.UnknownTopicOrPart) throw SorException.Failed($"topic {_options.Topic} was deleted while it was read, {Where}");
            foreach (var part in _parts.Where(part => !part.Done))
            {
                var high = _consumer.QueryWatermarkOffsets(new TopicPartition(_options.Topic, part.Partition), TimeSpan.FromSeconds(1)).High;
                if (part.Position > high) throw MadeAnew(null);
            }
        }
        catch (KafkaException)
        {
            // Away for a moment: the wait bounds it.
        }
    }

    private SorException MadeAnew(Exception? cause) => SorException.BadData($"topic {_options.Topic} was deleted and made anew while it was read, {Where}; publish again", cause);

    private SorException HeadDeleted(RunPart part, long low) => SorException.BadData(
        $"run {_begin.Run}, partition {part.Partition}: records from {part.Integrity.Next:N0} on were deleted by the topic's retention before they were read (the oldest message left has offset {low:N0}); raise retention.bytes and publish again, or --allow-gaps");

    private SorException Aborted(RunPart part, string reason) => SorException.BadData(
        $"run {_begin.Run} was given up by its producer after {part.Integrity.Next:N0} records of partition {part.Partition}: {reason}");

    private SorException Stalled() => SorException.Failed(
        $"nothing came for {_options.Wait.TotalSeconds:0} s, {Where}; the producer or the broker has stopped: ./sor produce --resume --run {_begin.Run} goes on with the run, --wait waits longer");

    private string Where
    {
        get
        {
            var open = _parts.Where(part => !part.Done).Select(part =>
                (part.Integrity.Next == 0 ? "no record" : $"record {part.Integrity.Next - 1:N0}") + (_begin.Partitions == 1 ? "" : $" of partition {part.Partition}"));
            return $"run {_begin.Run}; last seen: {string.Join(", ", open)}";
        }
    }

    /// <summary>One partition of the run.</summary>
    private sealed class RunPart(int partition, long begin, long until, PartitionIntegrity integrity)
    {
        public int Partition { get; } = partition;

        public long Begin { get; } = begin;

        public long Until { get; } = until;

        public PartitionIntegrity Integrity { get; } = integrity;

        /// <summary>The next offset; BEGIN itself has been read.</summary>
        public long Position { get; set; } = begin + 1;

        public bool LastSeen { get; set; }

        public bool Done { get; set; }

        public string? Aborted { get; set; }
    }
}
