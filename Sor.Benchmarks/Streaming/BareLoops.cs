using Confluent.Kafka;
using Sor.Core.MarketData;
using Sor.Streaming;
using Sor.Streaming.Wire;

namespace Sor.Benchmarks.Streaming;

/// <summary>
/// The least that any program must do with the Kafka client to move the same bytes: messages with the headers of ours, made beforehand, in
/// a loop.
/// </summary>
internal sealed class BareLoops
{
    private readonly BenchBroker broker;
    private readonly Message<Null, byte[]>[] messages;
    private readonly int records;

    public BareLoops(BenchBroker broker, ReadOnlySpan<Mbp1> market)
    {
        this.broker = broker;
        records = market.Length;
        const int Each = StreamDefaults.MessageBytes / Mbp1.SizeInBytes;
        var run = Guid.NewGuid().ToString("N");
        messages = new Message<Null, byte[]>[(records + Each - 1) / Each];
        for (var i = 0; i < messages.Length; i++)
        {
            var first = i * Each;
            var body = RecordCodec.Bytes(market[first..Math.Min(records, first + Each)]).ToArray();
            messages[i] = new Message<Null, byte[]>
            {
                Headers = new StreamHeaders(run, MessageKind.Data, first, 0, i + 1, null).Write(),
                Value = body,
            };
        }
    }

    /// <summary>Produces every message and waits until the broker has it.</summary>
    public long Produce(string topic)
    {
        using var producer = broker.Producer();
        var target = new TopicPartition(topic, 0);
        var failed = 0;
        Action<DeliveryReport<Null, byte[]>> delivered = report => failed += report.Error.IsError ? 1 : 0;
        foreach (var message in messages) Produce(producer, target, message, delivered);
        producer.Flush(StreamDefaults.Wait);
        return failed == 0 ? records : throw new InvalidOperationException($"{failed} messages were not delivered");
    }

    /// <summary>Consumes a stretch of messages as byte arrays.</summary>
    public long Consume(TopicPartitionOffset from, long to)
    {
        using var consumer = broker.Consumer(Deserializers.ByteArray);
        consumer.Assign(from);
        long bytes = 0;
        for (long at = from.Offset; at < to;)
        {
            if (consumer.Consume(StreamDefaults.Wait) is not { IsPartitionEOF: false } result)
                throw new InvalidOperationException($"nothing came at offset {at}");
            bytes += result.Message.Value.Length;
            at = result.Offset + 1;
        }

        return bytes / Mbp1.SizeInBytes;
    }

    private static void Produce(
        IProducer<Null, byte[]> producer,
        TopicPartition target,
        Message<Null, byte[]> message,
        Action<DeliveryReport<Null, byte[]>> delivered)
    {
        while (true)
        {
            try
            {
                producer.Produce(target, message, delivered);
                return;
            }
            catch (ProduceException<Null, byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
            {
                Thread.Sleep(1);
            }
        }
    }
}
