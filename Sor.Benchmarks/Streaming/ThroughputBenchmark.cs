using Confluent.Kafka;
using Sor.Benchmarks.Measuring;
using Sor.Core.Simulation;

namespace Sor.Benchmarks.Streaming;

/// <summary>
/// How much of what the Kafka client can do is left to the user of a stream, and how that compares with one record to a message.
/// </summary>
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
        Processor(report, () => OurLoops.Publish(broker, ours, () => market.Open()), () => bare.Produce(theirs));
        broker.Delete(ours);
        broker.Delete(theirs);
    }

    private static void Read(Report report, BenchBroker broker, MarketInMemory market, BareLoops bare)
    {
        var topic = broker.NewTopic("read");
        // Longer than what is published above: to find the run takes a tenth of a second, whatever its length.
        OurLoops.Publish(broker, topic, () => new SyntheticMarket(MarketInMemory.Options(2L * market.Records.Length)));
        // All between BEGIN and END.
        var end = broker.EndOf(topic) - 1;
        report.Compare(
            "records",
            new Contender("reader, verified", () => OurLoops.Read(broker, topic)),
            [
                new Reference(
                    "bare Consume loop over the same messages",
                    () => bare.Consume(new TopicPartitionOffset(topic, 0, 1), end),
                    AtLeast: 0.8),
            ],
            Rounds);
        Processor(report, () => OurLoops.Read(broker, topic), () => bare.Consume(new TopicPartitionOffset(topic, 0, 1), end));
        broker.Delete(topic);
    }

    /// <summary>The same by processor time: it says what is ours also where other work makes the clock useless.</summary>
    private static void Processor(Report report, Func<long> ours, Func<long> bare)
    {
        var ratios = new double[Rounds];
        for (var round = 0; round < Rounds; round++) ratios[round] = ProcessorTime.PerItem(bare) / ProcessorTime.PerItem(ours);
        report.AtLeast("  the same by processor time: bare / ours", SideBySide.Median(ratios), "", null);
    }
}
