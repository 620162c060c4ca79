using System.Diagnostics;
using Confluent.Kafka;
using Sor.Core.MarketData;
using Sor.Streaming.Wire;

namespace Sor.Streaming.Read;

/// <summary>
/// Messages of other programs, raw records or classic JSON rows, from the oldest on the topic to the newest when reading began. Nothing in
/// such a stream says whether it is complete.
/// </summary>
internal sealed class ForeignSource : StreamSource
{
    private const int JudgedAfter = 10_000;

    private readonly IConsumer<Ignore, Payload> consumer;
    private readonly SubscribeOptions options;
    private readonly CancellationToken cancellation;
    private readonly StreamFormat format;
    private readonly Dictionary<int, long> ends = [];
    private readonly Dictionary<uint, int> partitionOf = [];
    private readonly SortedDictionary<string, long> rejects = new(StringComparer.Ordinal);
    private readonly HashSet<string> runs = [];
    private readonly long first;
    private readonly long length;
    private readonly RecordIntake intake;
    private Mbp1[] taken = new Mbp1[1];
    private long messages;
    private long runMessages;
    private long records;
    private long rounded;

    public ForeignSource(
        IConsumer<Ignore, Payload> consumer,
        TopicReader reader,
        SubscribeOptions options,
        int partitions,
        CancellationToken cancellation)
    {
        this.consumer = consumer;
        this.options = options;
        this.cancellation = cancellation;
        intake = new RecordIntake($"topic {options.Topic}", options.Reading);
        var starts = new List<TopicPartitionOffset>();
        StreamFormat? format = options.Format;
        foreach (var partition in options.Partitions ?? [.. Enumerable.Range(0, partitions)])
        {
            var (low, high) = reader.Watermarks(partition);
            if (low == high) continue;
            starts.Add(new TopicPartitionOffset(options.Topic, partition, low));
            ends.Add(partition, high);
            first += low;
            length += high - low;
            format ??=
                reader.At(partition, low) is { } message && RecordCodec.IsRecords(message.Message.Value.Bytes)
                    ? StreamFormat.Mbp1
                    : StreamFormat.Json;
        }

        this.format = format ?? throw SorException.BadData($"topic {options.Topic} is empty");
        Schema = this.format == StreamFormat.Json ? ClassicJson.Schema : new SourceSchema("mbp-1", HasBids: true, HasTrades: true);
        consumer.Assign(starts);
    }

    /// <inheritdoc/>
    public override SourceSchema Schema { get; }

    /// <inheritdoc/>
    public override SourceSummary Summary =>
        new([options.Topic], records, [.. rejects.Select(pair => new RejectCount(pair.Key, pair.Value))], [])
        {
            ZeroPrices = intake.ZeroPrices,
            Rounded = rounded,
            Disordered = intake.Disordered,
            Doubts = intake.Doubt is { } doubt ? [doubt] : [],
        };

    /// <inheritdoc/>
    public override double? Progress => Math.Min(1, (double)messages / length);

    /// <inheritdoc/>
    public override StreamReport Report => new(null, Verified: false, 0, 0, runs.Count, runMessages);

    /// <inheritdoc/>
    public override void Dispose() => consumer.Unassign();

    /// <inheritdoc/>
    protected override ReadOnlyMemory<Mbp1> Next(bool wait, long since)
    {
        while (ends.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Look(wait) is { } result)
            {
                var records = Take(result);
                if (!records.IsEmpty) return records;
                continue;
            }

            if (!wait) return default;
            if (Stopwatch.GetElapsedTime(since) >= options.Wait)
            {
                throw SorException.Failed(
                    $"topic {options.Topic}: nothing came for {options.Wait.TotalSeconds:0} s after {this.records:N0} records, though there are more messages"
                );
            }
        }

        Judge();
        intake.Complete();
        return default;
    }

    private ConsumeResult<Ignore, Payload>? Look(bool wait)
    {
        var poll = Poll.Once(consumer, wait ? Poll.Slice : TimeSpan.Zero);
        return poll.Outcome switch
        {
            PollOutcome.PositionLost => throw SorException.BadData(
                $"topic {options.Topic} changed while it was read, after {records:N0} records: {poll.Reason}", poll.Cause),
            PollOutcome.Refused => throw SorException.Failed(
                $"topic {options.Topic} cannot be read on after {records:N0} records: {poll.Reason}", poll.Cause),
            PollOutcome.TopicUnknown when Topic.IsThere(consumer, options.Topic) == false =>
                throw SorException.Failed($"topic {options.Topic} was deleted while it was read, after {records:N0} records", poll.Cause),
            _ => poll.Result,
        };
    }

    private ReadOnlyMemory<Mbp1> Take(ConsumeResult<Ignore, Payload> result)
    {
        var partition = result.Partition.Value;
        if (!ends.TryGetValue(partition, out var end)) return default;
        if (result.IsPartitionEOF || result.Offset >= end - 1)
        {
            ends.Remove(partition);
            consumer.IncrementalUnassign([new TopicPartition(options.Topic, partition)]);
        }

        if (result.IsPartitionEOF || result.Offset >= end) return default;
        messages++;
        if (StreamHeaders.Read(result.Message.Headers, result.Offset.Value) is { } headers)
        {
            runs.Add(headers.Run);
            runMessages++;
            return default;
        }

        var records = Decode(result.Message.Value);
        foreach (ref readonly var record in records.Span) RequireOnePartition(record.InstrumentId, partition);
        this.records += records.Length;
        return records;
    }

    /// <summary>A message's records that can be, valid until the next is decoded.</summary>
    private ReadOnlyMemory<Mbp1> Decode(Payload payload)
    {
        if (format == StreamFormat.Json)
        {
            if (ClassicJson.TryRead(payload.Bytes, options.Reading.PriceScale, out taken[0], ref rounded) is { } reason) Reject(reason);
            else if (intake.Take(ref taken[0]) is { } impossible) Reject(impossible);
            else return taken.AsMemory(0, 1);
            return default;
        }

        var records = payload.Records.Span;
        if (records.IsEmpty) Reject("bad_length");
        if (taken.Length < records.Length) taken = new Mbp1[records.Length];
        var count = 0;
        foreach (ref readonly var record in records)
        {
            taken[count] = record;
            if (intake.Take(ref taken[count]) is { } impossible) Reject(impossible);
            else count++;
        }

        return taken.AsMemory(0, count);
    }

    private void Reject(string reason)
    {
        rejects[reason] = rejects.GetValueOrDefault(reason) + 1;
        StreamMetrics.RejectedRecords.Add(1, new KeyValuePair<string, object?>("reason", reason));
        if (options.Reading.Strict)
        {
            throw SorException.BadData($"topic {options.Topic}: {reason}: row {records + rejects.Values.Sum():N0} cannot be read")
                .Advise(new ReadPastRejects());
        }

        if (records + rejects.Values.Sum() >= JudgedAfter) Judge();
    }

    private void Judge()
    {
        var rejected = rejects.Values.Sum();
        if (rejected <= options.Reading.MaxRejectRate * (rejected + records)) return;
        var none = records == 0;
        throw SorException.BadData(
                $"topic {options.Topic}: {rejected:N0} of {rejected + records:N0} rows cannot be read ({string.Join(", ", rejects.Select(pair => $"{pair.Key} {pair.Value:N0}"))})"
                + (none ? ". Check what the messages are: records of 80 bytes, or JSON with timestamp, publisher_id, ask_px_00, ask_sz_00" : "")
            )
            .Advise(none ? null : new AllowMoreRejects());
    }

    /// <summary>The order of an instrument's records is known within a partition only.</summary>
    private void RequireOnePartition(uint instrument, int partition)
    {
        if (partitionOf.TryAdd(instrument, partition) || partitionOf[instrument] == partition) return;
        throw SorException.BadData(
            $"topic {options.Topic}: instrument {instrument} is on partitions {partitionOf[instrument]} and {partition}, so the order of its records is not known; publish each instrument to one partition"
        );
    }
}
