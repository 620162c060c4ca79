using Confluent.Kafka;
using Sor.Core.MarketData;
using Sor.Streaming;
using Sor.Streaming.Publish;
using Sor.Streaming.Read;
using Sor.Streaming.Wire;

namespace Sor.Benchmarks.Streaming;

/// <summary>Publisher and reader as the programs use them, from and to memory.</summary>
internal static class OurLoops
{
    /// <summary>Publishes a market as a new run.</summary>
    /// <param name="broker">Where.</param>
    /// <param name="topic">To which topic.</param>
    /// <param name="market">Opens what is published.</param>
    /// <param name="messageBytes">The most bytes to a message.</param>
    /// <param name="change">Changes the client's settings.</param>
    /// <param name="statistics">Told the client's statistics.</param>
    public static long Publish(
        BenchBroker broker,
        string topic,
        Func<IRecordSource> market,
        int messageBytes = StreamDefaults.MessageBytes,
        Action<ProducerConfig>? change = null,
        Action<IProducer<Null, byte[]>, string>? statistics = null)
    {
        using var producer = broker.Producer(change, statistics);
        var options = new PublishOptions { Topic = topic, Speed = 0, MessageBytes = messageBytes };
        using var publisher =
            new StreamPublisher(_ => producer, () => broker.Consumer(new Payload()), options, Guid.NewGuid().ToString("N"));
        return publisher.Publish(market).Records;
    }

    /// <summary>Reads the newest run to its end, verified.</summary>
    public static long Read(BenchBroker broker, string topic)
    {
        using var consumer = broker.Consumer(new Payload());
        using var source = StreamSubscriber.Open(consumer, new SubscribeOptions { Topic = topic });
        var block = new Mbp1[4_096];
        long records = 0;
        while (source.Read(block) is > 0 and var count) records += count;
        return source.Report.Verified ? records : throw new InvalidOperationException("the run could not be verified");
    }
}
