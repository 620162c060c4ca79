using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;
using Sor.Core.MarketData;
using Sor.Streaming.Wire;

namespace Sor.Streaming.Publish;

/// <summary>
/// One partition of a run while it is written: the message being filled, its number, and the hash of all records before it.
/// </summary>
internal sealed class PartitionWriter
{
    private readonly byte[] buffer;
    private readonly int capacity;
    private readonly XxHash128 hash = new();
    private readonly byte[] runBytes;
    private readonly string run;
    private readonly RunSender? sender;
    private readonly ConcurrentQueue<long> started = new();
    private readonly TagList tags;
    private byte[] beginBytes;
    private long begin;
    private long index;
    private long since;

    /// <param name="topic">The topic.</param>
    /// <param name="partition">The partition's number.</param>
    /// <param name="run">The run's id.</param>
    /// <param name="capacity">Records of a full message.</param>
    /// <param name="found">What the broker has of the run here.</param>
    /// <param name="sender">Told what the broker did not take; without one nothing is sent.</param>
    public PartitionWriter(string topic, int partition, string run, int capacity, FoundPartition? found, RunSender? sender)
    {
        Partition = partition;
        Target = new TopicPartition(topic, partition);
        this.run = run;
        runBytes = Encoding.UTF8.GetBytes(run);
        this.capacity = capacity;
        buffer = new byte[capacity * Mbp1.SizeInBytes];
        this.sender = sender;
        begin = found?.Begin ?? -1;
        index = found?.Messages ?? 0;
        beginBytes = StreamHeaders.Text(begin);
        Prefix = found?.Records ?? 0;
        PrefixHash = found?.Hash;
        Ended = found?.Ended ?? false;
        tags = StreamMetrics.Tags(topic, "send");
        OnDelivered = Delivered;
    }

    public int Partition { get; }

    public TopicPartition Target { get; }

    /// <summary>Records before the message being filled.</summary>
    public long Next { get; private set; }

    /// <summary>Records in the message being filled.</summary>
    public int Filled { get; private set; }

    /// <summary>Records the broker has from before.</summary>
    public long Prefix { get; }

    /// <summary>Their hash.</summary>
    public string? PrefixHash { get; }

    /// <summary>Whether the broker has END from before.</summary>
    public bool Ended { get; }

    public bool HasBegun => begin >= 0;

    /// <summary>The hash of all records sent.</summary>
    public string Hash => RecordCodec.Hex(hash);

    /// <summary>
    /// Whether the message must be sent before another record is taken. No message holds both records that the broker already has and new
    /// ones.
    /// </summary>
    public bool IsFull => Filled == capacity || Next + Filled == Prefix;

    /// <summary>How long the oldest record has waited, milliseconds.</summary>
    public double Age => Stopwatch.GetElapsedTime(since).TotalMilliseconds;

    /// <summary>Takes each delivery report. One delegate for all messages, so that sending allocates none.</summary>
    public Action<DeliveryReport<Null, byte[]>> OnDelivered { get; }

    public void BeginAt(long offset)
    {
        begin = offset;
        beginBytes = StreamHeaders.Text(offset);
    }

    /// <summary>Takes as many records as fit. Returns how many.</summary>
    public int Take(ReadOnlySpan<Mbp1> records)
    {
        var room = capacity - Filled;
        if (Next < Prefix) room = (int)Math.Min(room, Prefix - Next - Filled);
        if (records.Length > room) records = records[..room];
        if (Filled == 0) since = Stopwatch.GetTimestamp();
        RecordCodec.Bytes(records).CopyTo(buffer.AsSpan(Filled * Mbp1.SizeInBytes));
        Filled += records.Length;
        return records.Length;
    }

    public void Take(in Mbp1 record)
    {
        if (Filled == 0) since = Stopwatch.GetTimestamp();
        MemoryMarshal.Write(buffer.AsSpan(Filled * Mbp1.SizeInBytes), record);
        Filled++;
    }

    public void AppendHash() => hash.Append(Bytes);

    /// <summary>
    /// The message's bytes. The client copies them, so the buffer itself is handed over when it is full; the client takes whole arrays
    /// only, so a shorter message is copied to an array of its length.
    /// </summary>
    public byte[] Body(StreamFormat format)
    {
        if (format == StreamFormat.Mbp1) return Filled == capacity ? buffer : Bytes.ToArray();
        Span<byte> json = stackalloc byte[256];
        return json[..ClassicJson.Write(MemoryMarshal.Read<Mbp1>(buffer), json)].ToArray();
    }

    public Headers Headers(MessageKind kind, string? trace)
    {
        if (kind != MessageKind.Data) return new StreamHeaders(run, kind, Next, begin, index, trace).Write();
        var headers = new Headers
        {
            { StreamHeaders.RunName, runBytes },
            { StreamHeaders.SeqName, StreamHeaders.Text(Next) },
            { StreamHeaders.BeginName, beginBytes },
            { StreamHeaders.IndexName, StreamHeaders.Text(index) },
        };
        if (trace is not null) headers.Add(StreamHeaders.TraceParentName, Encoding.UTF8.GetBytes(trace));
        return headers;
    }

    /// <summary>Goes on to the next message.</summary>
    public void Advance()
    {
        Next += Filled;
        Filled = 0;
    }

    /// <summary>A message has been handed to the client.</summary>
    public void Sent()
    {
        index++;
        StreamMetrics.SentRecords.Add(Filled, tags);
    }

    public void Started()
    {
        if (StreamMetrics.OperationDuration.Enabled) started.Enqueue(Stopwatch.GetTimestamp());
    }

    private ReadOnlySpan<byte> Bytes => buffer.AsSpan(0, Filled * Mbp1.SizeInBytes);

    /// <summary>
    /// Whether a message of this run can have this offset. It cannot in a topic that was deleted and created again, where offsets begin
    /// anew. A negative offset says nothing: the broker tells none for a message that it had taken at an earlier try.
    /// </summary>
    public bool CanBeAt(Offset offset) => offset.Value < 0 || offset.Value > begin;

    private void Delivered(DeliveryReport<Null, byte[]> report)
    {
        if (report.Error.IsError) sender?.Fail(report.Error);
        else if (!CanBeAt(report.Offset)) sender?.Fail(new Error(ErrorCode.UnknownTopicId));
        else StreamMetrics.SentMessages.Add(1, tags);
        // The client keeps the order of a partition, so the oldest start is this message's.
        if (started.TryDequeue(out var start))
            StreamMetrics.OperationDuration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, tags);
    }
}
