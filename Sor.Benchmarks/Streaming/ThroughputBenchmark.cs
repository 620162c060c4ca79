using Confluent.Kafka;
using Sor.Benchmarks.Measuring;

namespace Sor.Benchmarks.Streaming;

/// <summary>How much of what the Kafka client can do is left to the user of a stream, and how that compares with one record to a message.</summary>
internal static class ThroughputBenchmark
{
    private const int Rounds = 5;

    public static void Run(Report report, BenchBroker broker)
    {
        var market = new MarketInMemory(StreamBenchmarks.Records(5_000_000));
        var bare = new BareLoops(broker, market.Records);
        Publish(report, broker, market, bare);
        Read(report, broker, market, bare);
        FileToResultBenchmark.Run(report, broker);
    }

    private static void Publish(Report report, BenchBroker broker, MarketInMemory market, BareLoops bare)
    {
        var (ours, theirs) = (broker.NewTopic("ours"), broker.NewTopic("bare"));
        report.Compare(
            "records",
            new Contender("publisher, market in memory", () => OurLoops.Publish(broker, ours, () => market.Open())),
            [new Reference("bare Produce loop of the same messages, made before", () => bare.Produce(theirs), AtLeast: 0.9)],
            Rounds);
        broker.Delete(ours);
        broker.Delete(theirs);
    }

    private static void Read(Report report, BenchBroker broker, MarketInMemory market, BareLoops bare)
    {
        var topic = broker.NewTopic("read");
        OurLoops.Publish(broker, topic, () => market.Open());
        // All between BEGIN and END.
        var end = broker.EndOf(topic) - 1;
        report.Compare(
            "records",
            new Contender("reader, verified", () => OurLoops.Read(broker, topic)),
            [new Reference("bare Consume loop over the same messages", () => bare.Consume(new TopicPartitionOffset(topic, 0, 1), end), AtLeast: 0.8)],
            Rounds);
        broker.Delete(topic);
    }
}
