using System.Diagnostics;
using Sor.Benchmarks.Measuring;

namespace Sor.Benchmarks.Streaming;

/// <summary>
/// Producer and backtester as programs, at once, from a DBN file through the broker to a result, beside Kafka's own tools with one record
/// of the same size to a message.
/// </summary>
internal static class FileToResultBenchmark
{
    private const int Rounds = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static void Run(Report report, BenchBroker broker)
    {
        var records = StreamBenchmarks.Records(10_000_000);
        using var scratch = new ScratchFolder();
        var file = MarketFile.Generate(scratch.File("market.dbn"), MarketInMemory.Options(records));
        var tools = KafkaTools.Find(report);
        var (ours, theirs, read) = (new double[Rounds], new double[Rounds], new double[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            ours[round] = FileToResult(broker, file, records, scratch);
            if (tools is null) continue;
            var topic = broker.NewTopic("tools", 4L << 30);
            theirs[round] = tools.Produce(broker, topic, records / 4);
            read[round] = tools.Consume(broker, topic, records / 4);
            broker.Delete(topic);
        }

        report.AtLeast("file to result, both programs from start to end", SideBySide.Median(ours) / 1e6, "million records/s", null);
        if (tools is null) return;
        report.AtLeast("ProducerPerformance, a record to a message", SideBySide.Median(theirs) / 1e6, "million records/s", null);
        report.AtLeast("ConsumerPerformance, a record to a message", SideBySide.Median(read) / 1e6, "million records/s", null);
        report.AtLeast("file to result, times ProducerPerformance", SideBySide.Median(ours.Zip(theirs, (a, b) => a / b)), "", 3);
    }

    private static double FileToResult(BenchBroker broker, string file, long records, ScratchFolder scratch)
    {
        var topic = broker.NewTopic("way", 4L << 30);
        var started = Stopwatch.GetTimestamp();
        using var produce = Child.Start(
            "Sor.Producer",
            [file, "--bootstrap", broker.Bootstrap, "--topic", topic, "--run", topic, "--speed", "max", "--quiet"]);
        using var backtest = Child.Backtest(broker.Bootstrap, topic, scratch.File("out"));
        produce.Succeed(Limit);
        backtest.Succeed(Limit);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        broker.Delete(topic);
        return records / seconds;
    }
}
