using Confluent.Kafka;
using Sor.Core.MarketData;
using Sor.Streaming;
using Sor.Streaming.Publish;
using Sor.Streaming.Read;
using Sor.Streaming.Wire;

namespace Sor.IntegrationTests.Streaming;

/// <summary>Publishes and reads within the test's own process.</summary>
internal static class Stream
{
    public static string NewName(string what) => $"{what}-{Guid.NewGuid():N}"[..24];

    public static PublishOptions Fast(string topic) => new() { Topic = topic, Speed = 0, Wait = TimeSpan.FromSeconds(60) };

    public static SubscribeOptions From(string topic) => new() { Topic = topic, Wait = TimeSpan.FromSeconds(60) };

    public static PublishReport Publish(
        string bootstrap,
        PublishOptions options,
        Func<IRecordSource> open,
        CompressionType? codec = null,
        CancellationToken? cancellation = null)
    {
        using var producers = new Producers(bootstrap, options.Wait, codec);
        var run = options.Run ?? Guid.NewGuid().ToString("N");
        using var publisher = new StreamPublisher(
            producers.Make, () => Consumer(bootstrap), options, run, cancellation: cancellation ?? TestContext.Current.CancellationToken);
        return publisher.Publish(open);
    }

    public static IProducer<Null, byte[]> Producer(string bootstrap, TimeSpan wait, CompressionType? codec = null, int? batchBytes = null)
    {
        var config = new ProducerConfig { BootstrapServers = bootstrap, CompressionType = codec };
        ClientSettings.ForPublishing(config, wait, batchBytes);
        return new ProducerBuilder<Null, byte[]>(config).SetLogHandler((_, _) => { }).Build();
    }

    public static IConsumer<Ignore, Payload> Consumer(string bootstrap)
    {
        var config = new ConsumerConfig { BootstrapServers = bootstrap };
        ClientSettings.ForReplay(config);
        return new ConsumerBuilder<Ignore, Payload>(config).SetValueDeserializer(new Payload()).SetLogHandler((_, _) => { }).Build();
    }

    /// <summary>Reads a stream to its end.</summary>
    public static Reading Read(
        string bootstrap,
        SubscribeOptions options,
        Action<long>? progress = null,
        CancellationToken? cancellation = null)
    {
        using var consumer = Consumer(bootstrap);
        using var source = StreamSubscriber.Open(consumer, options, null, cancellation ?? TestContext.Current.CancellationToken);
        var records = new List<Mbp1>();
        var block = new Mbp1[1000];
        while (source.Read(block) is var read and > 0)
        {
            records.AddRange(block.AsSpan(0, read));
            progress?.Invoke(records.Count);
        }

        return new Reading(records, source.Schema, source.Summary, source.Report);
    }

    /// <summary>Sends messages as another program would.</summary>
    public static void Send(string bootstrap, string topic, IEnumerable<Message<Null, byte[]>> messages, int partition = 0)
    {
        using var producer = Producer(bootstrap, TimeSpan.FromSeconds(20));
        foreach (var message in messages) producer.Produce(new TopicPartition(topic, partition), message);
        producer.Flush(TimeSpan.FromSeconds(20)).ShouldBe(0);
    }

    /// <summary>All messages of a partition as they lie there.</summary>
    public static List<Message<Ignore, byte[]>> Dump(string bootstrap, string topic, int partition = 0)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = bootstrap,
            GroupId = "dump",
            FetchWaitMaxMs = 20,
            EnablePartitionEof = true,
            EnableAutoCommit = false,
        };
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(config).Build();
        consumer.Assign(new TopicPartitionOffset(topic, partition, Offset.Beginning));
        var messages = new List<Message<Ignore, byte[]>>();
        while (consumer.Consume(TimeSpan.FromSeconds(20)) is { IsPartitionEOF: false } result) messages.Add(result.Message);
        return messages;
    }

    /// <summary>
    /// Waits until a topic has so many messages: whoever writes it is in the middle of its work, however slow the machine.
    /// </summary>
    public static async Task AwaitMessagesAsync(string bootstrap, string topic, long count)
    {
        using var consumer = Consumer(bootstrap);
        for (var i = 0; i < 1_800; i++)
        {
            try
            {
                if (consumer.QueryWatermarkOffsets(new TopicPartition(topic, 0), TimeSpan.FromSeconds(5)).High.Value >= count) return;
            }
            catch (KafkaException)
            {
                // Not there yet.
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"topic {topic} has not got {count} messages");
    }

    /// <summary>Publishes a good run, changes its messages and sends them to a topic of their own.</summary>
    public static async Task<(string Bootstrap, string Topic)> DamageAsync(
        Broker broker,
        Func<IRecordSource> open,
        Action<List<Message<Ignore, byte[]>>> change)
    {
        var bootstrap = await broker.BootstrapAsync();
        var good = NewName("good");
        var damaged = NewName("damaged");
        Publish(bootstrap, Fast(good) with { Run = "good" }, open);
        var messages = Dump(bootstrap, good);
        change(messages);
        await Broker.CreateTopicAsync(bootstrap, damaged, 1);
        Send(bootstrap, damaged, messages.Select(Copy));
        return (bootstrap, damaged);
    }

    /// <summary>A message to be sent again.</summary>
    public static Message<Null, byte[]> Copy(Message<Ignore, byte[]> message) => new() { Headers = message.Headers, Value = message.Value };

    /// <summary>What the topic's retention does: drops all before an offset.</summary>
    public static async Task DeleteBeforeAsync(string bootstrap, string topic, long offset)
    {
        using var admin = Admin(bootstrap);
        await admin.DeleteRecordsAsync([new TopicPartitionOffset(topic, 0, offset)]);
    }

    public static IAdminClient Admin(string bootstrap) =>
        new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).Build();

    public sealed record Reading(List<Mbp1> Records, SourceSchema Schema, SourceSummary Summary, StreamReport Report);

    private sealed class Producers(string bootstrap, TimeSpan wait, CompressionType? codec) : IDisposable
    {
        private readonly List<IProducer<Null, byte[]>> made = [];

        public IProducer<Null, byte[]> Make(int? batchBytes)
        {
            made.Add(Producer(bootstrap, wait, codec, batchBytes));
            return made[^1];
        }

        public void Dispose() => made.ForEach(producer => producer.Dispose());
    }
}
