using System.Diagnostics;
using Confluent.Kafka;
using Sor.Core.MarketData;
using Sor.Streaming.Wire;

namespace Sor.Streaming.Read;

/// <summary>
/// Messages of other programs, from the oldest there is to the newest there was at the start: raw records or classic JSON rows. Nothing
/// says whether they are all.
/// </summary>
internal sealed class ForeignSource : StreamSource
{
    private const int JudgedAfter = 10_000;

    private readonly IConsumer<Ignore, Payload> _consumer;
    private readonly SubscribeOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly StreamFormat _format;
    private readonly Dictionary<int, long> _ends = [];
    private readonly Dictionary<uint, int> _partitionOf = [];
    private readonly SortedDictionary<string, long> _rejects = new(StringComparer.Ordinal);
    private readonly HashSet<string> _runs = [];
    private readonly long _first;
    private readonly long _length;
    private readonly RecordIntake _intake;
    private Mbp1[] _taken = new Mbp1[1];
    private long _messages;
    private long _runMessages;
    private long _records;
    private long _rounded;

    public ForeignSource(
        IConsumer<Ignore, Payload> consumer,
        TopicReader reader,
        SubscribeOptions options,
        int partitions,
        CancellationToken cancellation)
    {
        _consumer = consumer;
        _options = options;
        _cancellation = cancellation;
        _intake = new RecordIntake($"topic {options.Topic}", options.Reading);
        var starts = new List<TopicPartitionOffset>();
        StreamFormat? format = options.Format;
        foreach (var partition in options.Partitions ?? [.. Enumerable.Range(0, partitions)])
        {
            var (low, high) = reader.Watermarks(partition);
            if (low == high) continue;
            starts.Add(new TopicPartitionOffset(options.Topic, partition, low));
            _ends.Add(partition, high);
            _first += low;
            _length += high - low;
            format ??=
                reader.At(partition, low) is { } message && RecordCodec.IsRecords(message.Message.Value.Bytes)
                    ? StreamFormat.Mbp1
                    : StreamFormat.Json;
        }

        _format = format ?? throw SorException.BadData($"topic {options.Topic} is empty");
        Schema = _format == StreamFormat.Json ? ClassicJson.Schema : new SourceSchema("mbp-1", HasBids: true, HasTrades: true);
        consumer.Assign(starts);
    }

    /// <inheritdoc/>
    public override SourceSchema Schema { get; }

    /// <inheritdoc/>
    public override SourceSummary Summary =>
        new([_options.Topic], _records, [.. _rejects.Select(pair => new RejectCount(pair.Key, pair.Value))], [])
        {
            ZeroPrices = _intake.ZeroPrices,
            Rounded = _rounded,
            Disordered = _intake.Disordered,
            Doubts = _intake.Doubt is { } doubt ? [doubt] : [],
        };

    /// <inheritdoc/>
    public override double? Progress => Math.Min(1, (double)_messages / _length);

    /// <inheritdoc/>
    public override StreamReport Report => new(null, Verified: false, 0, 0, _runs.Count, _runMessages);

    /// <inheritdoc/>
    public override void Dispose() => _consumer.Unassign();

    /// <inheritdoc/>
    protected override ReadOnlyMemory<Mbp1> Next(bool wait, long since)
    {
        while (_ends.Count > 0)
        {
            _cancellation.ThrowIfCancellationRequested();
            if (Look(wait) is { } result)
            {
                var records = Take(result);
                if (!records.IsEmpty) return records;
                continue;
            }

            if (!wait) return default;
            if (Stopwatch.GetElapsedTime(since) >= _options.Wait)
            {
                throw SorException.Failed(
                    $"topic {_options.Topic}: nothing came for {_options.Wait.TotalSeconds:0} s after {_records:N0} records, though there are more messages"
                );
            }
        }

        Judge();
        _intake.Complete();
        return default;
    }

    private ConsumeResult<Ignore, Payload>? Look(bool wait)
    {
        var poll = Poll.Once(_consumer, wait ? Poll.Slice : TimeSpan.Zero);
        return poll.Outcome switch
        {
            PollOutcome.PositionLost => throw SorException.BadData(
                $"topic {_options.Topic} changed while it was read, after {_records:N0} records: {poll.Reason}", poll.Cause),
            PollOutcome.Refused => throw SorException.Failed(
                $"topic {_options.Topic} cannot be read on after {_records:N0} records: {poll.Reason}", poll.Cause),
            PollOutcome.TopicUnknown when Topic.IsThere(_consumer, _options.Topic) == false =>
                throw SorException.Failed($"topic {_options.Topic} was deleted while it was read, after {_records:N0} records", poll.Cause),
            _ => poll.Result,
        };
    }

    private ReadOnlyMemory<Mbp1> Take(ConsumeResult<Ignore, Payload> result)
    {
        var partition = result.Partition.Value;
        if (!_ends.TryGetValue(partition, out var end)) return default;
        if (result.IsPartitionEOF || result.Offset >= end - 1)
        {
            _ends.Remove(partition);
            _consumer.IncrementalUnassign([new TopicPartition(_options.Topic, partition)]);
        }

        if (result.IsPartitionEOF || result.Offset >= end) return default;
        _messages++;
        if (StreamHeaders.Read(result.Message.Headers, result.Offset.Value) is { } headers)
        {
            _runs.Add(headers.Run);
            _runMessages++;
            return default;
        }

        var records = Decode(result.Message.Value);
        foreach (ref readonly var record in records.Span) RequireOnePartition(record.InstrumentId, partition);
        _records += records.Length;
        return records;
    }

    /// <summary>A message's records that can be, valid until the next is decoded.</summary>
    private ReadOnlyMemory<Mbp1> Decode(Payload payload)
    {
        if (_format == StreamFormat.Json)
        {
            if (ClassicJson.TryRead(payload.Bytes, _options.Reading.PriceScale, out _taken[0], ref _rounded) is { } reason) Reject(reason);
            else if (_intake.Take(ref _taken[0]) is { } impossible) Reject(impossible);
            else return _taken.AsMemory(0, 1);
            return default;
        }

        var records = payload.Records.Span;
        if (records.IsEmpty) Reject("bad_length");
        if (_taken.Length < records.Length) _taken = new Mbp1[records.Length];
        var count = 0;
        foreach (ref readonly var record in records)
        {
            _taken[count] = record;
            if (_intake.Take(ref _taken[count]) is { } impossible) Reject(impossible);
            else count++;
        }

        return _taken.AsMemory(0, count);
    }

    private void Reject(string reason)
    {
        _rejects[reason] = _rejects.GetValueOrDefault(reason) + 1;
        StreamMetrics.RejectedRecords.Add(1, new KeyValuePair<string, object?>("reason", reason));
        if (_options.Reading.Strict)
        {
            throw SorException.BadData($"topic {_options.Topic}: {reason}: row {_records + _rejects.Values.Sum():N0} cannot be read")
                .Advise(new ReadPastRejects());
        }

        if (_records + _rejects.Values.Sum() >= JudgedAfter) Judge();
    }

    private void Judge()
    {
        var rejected = _rejects.Values.Sum();
        if (rejected <= _options.Reading.MaxRejectRate * (rejected + _records)) return;
        var none = _records == 0;
        throw SorException.BadData(
                $"topic {_options.Topic}: {rejected:N0} of {rejected + _records:N0} rows cannot be read ({string.Join(", ", _rejects.Select(pair => $"{pair.Key} {pair.Value:N0}"))})"
                + (none ? ". Check what the messages are: records of 80 bytes, or JSON with timestamp, publisher_id, ask_px_00, ask_sz_00" : "")
            )
            .Advise(none ? null : new AllowMoreRejects());
    }

    /// <summary>The order of an instrument's records is known within a partition only.</summary>
    private void RequireOnePartition(uint instrument, int partition)
    {
        if (_partitionOf.TryAdd(instrument, partition) || _partitionOf[instrument] == partition) return;
        throw SorException.BadData(
            $"topic {_options.Topic}: instrument {instrument} is on partitions {_partitionOf[instrument]} and {partition}, so the order of its records is not known; publish each instrument to one partition"
        );
    }
}
