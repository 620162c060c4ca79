using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Sor.Benchmarks.Measuring;
using Sor.Core.MarketData;
using Sor.Streaming;

namespace Sor.Benchmarks.Streaming;

/// <summary>
/// What telemetry costs in processor time: switched on beside off; and what is left of it when it is off, as a share of a message's time.
/// </summary>
internal static class TelemetryBenchmark
{
    private const int Rounds = 7;
    private const int RecordsPerMessage = StreamDefaults.MessageBytes / Mbp1.SizeInBytes;

    public static void Run(Report report, BenchBroker broker)
    {
        var market = new MarketInMemory(StreamBenchmarks.Records(3_000_000));
        var topic = broker.NewTopic("telemetry");
        var tags = StreamMetrics.Tags(topic, "send");
        Compare(report, "publisher", () => OurLoops.Publish(broker, topic, () => market.Open()), () => Sent(tags));
        Compare(report, "reader", () => OurLoops.Read(broker, topic), () => Consumed(tags));
        broker.Delete(topic);
    }

    private static void Compare(Report report, string what, Func<long> run, Action instruments)
    {
        var (off, on) = (new double[Rounds], new double[Rounds]);
        for (var round = -1; round < Rounds; round++)
        {
            // The first round is the compiler's.
            var (without, with) = (NanosecondsPerMessage(run), Listening(run));
            if (round >= 0) (off[round], on[round]) = (without, with);
        }

        var unheard = NanosecondsOf(instruments);
        var message = SideBySide.Median(off);
        report.AtMost($"{what}, telemetry off: processor time of a message", message / 1e3, "µs", null);
        report.AtMost($"{what}, telemetry on, exported to memory", SideBySide.Median(on) / 1e3, "µs", null);
        report.AtMost($"{what}, on / off", SideBySide.Median(on.Zip(off, (a, b) => a / b)), "", null);
        report.AtMost($"{what}, off: what a message tells its instruments", unheard, "ns", null);
        report.AtMost($"{what}, off: that as a share of a message's time", 1e6 * unheard / message, "in a million", 10_000);
    }

    private static double NanosecondsPerMessage(Func<long> run) => RecordsPerMessage * ProcessorTime.PerItem(run);

    /// <summary>
    /// The same with every span and metric of the stream listened to, as an exporter does. What it takes to set that up is not counted.
    /// </summary>
    private static double Listening(Func<long> run)
    {
        var (spans, metrics) = (new List<Activity>(), new List<Metric>());
        using var tracing = Sdk.CreateTracerProviderBuilder().AddSource(StreamTelemetry.SourceName).AddInMemoryExporter(spans).Build();
        using var metering = Sdk.CreateMeterProviderBuilder().AddMeter(StreamTelemetry.SourceName).AddInMemoryExporter(metrics).Build();
        var time = NanosecondsPerMessage(run);
        metering.ForceFlush();
        return spans.Count > 0 && metrics.Count > 0 ? time : throw new InvalidOperationException("nothing was exported");
    }

    private static double NanosecondsOf(Action once)
    {
        const int Times = 1_000_000;
        for (var i = 0; i < Times; i++) once();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < Times; i++) once();
        return Stopwatch.GetElapsedTime(started).TotalNanoseconds / Times;
    }

    /// <summary>What the publisher tells its instruments of one message.</summary>
    private static void Sent(in TagList tags)
    {
        if (StreamMetrics.OperationDuration.Enabled || StreamMetrics.Source.HasListeners())
            throw new InvalidOperationException("somebody listens");
        StreamMetrics.SentRecords.Add(RecordsPerMessage, tags);
        StreamMetrics.SentMessages.Add(1, tags);
    }

    /// <summary>What the reader tells its instruments of one message.</summary>
    private static void Consumed(in TagList tags)
    {
        if (StreamMetrics.Lag.Enabled) throw new InvalidOperationException("somebody listens");
        StreamMetrics.ConsumedMessages.Add(1, tags);
        StreamMetrics.ConsumedRecords.Add(RecordsPerMessage, tags);
    }
}
