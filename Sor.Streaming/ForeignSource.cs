using System.Diagnostics;
using Confluent.Kafka;
using Sor.Core.MarketData;

namespace Sor.Streaming;

/// <summary>
/// Messages of other programs, from the oldest there is to the newest there was at the start: raw records or classic JSON rows. Nothing says whether they are all.
/// </summary>
internal sealed class ForeignSource : IStreamSource
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
    private readonly Mbp1[] _row = new Mbp1[1];
    private ReadOnlyMemory<Mbp1> _pending;
    private long _messages;
    private long _runMessages;
    private long _records;

    public ForeignSource(IConsumer<Ignore, Payload> consumer, TopicReader reader, SubscribeOptions options, int partitions, CancellationToken cancellation)
    {
        _consumer = consumer;
        _options = options;
        _cancellation = cancellation;
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
            format ??= reader.At(partition, low) is { } message && RecordCodec.IsRecords(message.Message.Value.Bytes) ? StreamFormat.Mbp1 : StreamFormat.Json;
        }

        _format = format ?? throw SorException.BadData($"topic {options.Topic} is empty");
        Schema = _format == StreamFormat.Json ? ClassicJson.Schema : new SourceSchema("mbp-1", HasBids: true, HasTrades: true);
        consumer.Assign(starts);
    }

    /// <inheritdoc/>
    public SourceSchema Schema { get; }

    /// <inheritdoc/>
    public SourceSummary Summary => new([_options.Topic], _records, [.. _rejects.Select(pair => new RejectCount(pair.Key, pair.Value))], []);

    /// <inheritdoc/>
    public double? Progress => Math.Min(1, (double)_messages / _length);

    /// <inheritdoc/>
    public StreamReport Report => new(null, Verified: false, 0, 0, _runs.Count, _runMessages);

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
    public void Dispose() => _consumer.Unassign();

    private bool Fill(bool wait, long since)
    {
        while (_ends.Count > 0)
        {
            _cancellation.ThrowIfCancellationRequested();
            if (Next(wait) is { } result)
            {
                if (Take(result)) return true;
                continue;
            }

            if (!wait) return false;
            if (Stopwatch.GetElapsedTime(since) >= _options.Wait)
            {
                throw SorException.Failed($"topic {_options.Topic}: nothing came for {_options.Wait.TotalSeconds:0} s after {_records:N0} records, though there are more messages");
            }
        }

        Judge();
        return false;
    }

    private ConsumeResult<Ignore, Payload>? Next(bool wait)
    {
        try
        {
            return _consumer.Consume(wait ? TimeSpan.FromMilliseconds(100) : TimeSpan.Zero);
        }
        catch (ConsumeException e) when (e.Error.IsFatal || e.Error.Code is ErrorCode.Local_AutoOffsetReset or ErrorCode.UnknownTopicOrPart)
        {
            throw SorException.BadData($"topic {_options.Topic} changed while it was read, after {_records:N0} records: {e.Error.Reason}", e);
        }
        catch (ConsumeException)
        {
            // A broker that is away for a moment: the wait bounds it.
            return null;
        }
    }

    private bool Take(ConsumeResult<Ignore, Payload> result)
    {
        var partition = result.Partition.Value;
        if (!_ends.TryGetValue(partition, out var end)) return false;
        if (result.IsPartitionEOF || result.Offset >= end - 1)
        {
            _ends.Remove(partition);
            _consumer.IncrementalUnassign([new TopicPartition(_options.Topic, partition)]);
        }

        if (result.IsPartitionEOF || result.Offset >= end) return false;
        _messages++;
        if (StreamHeaders.Read(result.Message.Headers, result.Offset.Value) is { } headers)
        {
            _runs.Add(headers.Run);
            _runMessages++;
            return false;
        }

        _pending = Decode(result.Message.Value);
        foreach (ref readonly var record in _pending.Span) RequireOnePartition(record.InstrumentId, partition);
        _records += _pending.Length;
        return !_pending.IsEmpty;
    }

    /// <summary>A message's records, not copied: valid until the next is consumed. None if it was rejected.</summary>
    private ReadOnlyMemory<Mbp1> Decode(Payload payload)
    {
        string? reason;
        if (_format == StreamFormat.Json)
        {
            reason = ClassicJson.TryRead(payload.Bytes, out _row[0]);
            if (reason is null) return _row;
        }
        else
        {
            var records = payload.Records;
            if (!records.IsEmpty) return records;
            reason = "bad_length";
        }

        _rejects[reason] = _rejects.GetValueOrDefault(reason) + 1;
        Instruments.RejectedRecords.Add(1, new KeyValuePair<string, object?>("reason", reason));
        if (_records + _rejects.Values.Sum() >= JudgedAfter) Judge();
        return default;
    }

    private void Judge()
    {
        var rejected = _rejects.Values.Sum();
        if (rejected <= _options.MaxRejectRate * (rejected + _records)) return;
        throw SorException.BadData(
            $"topic {_options.Topic}: {rejected:N0} of {rejected + _records:N0} rows cannot be read ({string.Join(", ", _rejects.Select(pair => $"{pair.Key} {pair.Value:N0}"))}); --max-reject-rate takes more");
    }

    /// <summary>The order of an instrument's records is known within a partition only.</summary>
    private void RequireOnePartition(uint instrument, int partition)
    {
        if (_partitionOf.TryAdd(instrument, partition) || _partitionOf[instrument] == partition) return;
        throw SorException.BadData(
            $"topic {_options.Topic}: instrument {instrument} is on partitions {_partitionOf[instrument]} and {partition}, so the order of its records is not known; publish each instrument to one partition");
    }
}
