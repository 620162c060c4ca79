using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Sor.Benchmarks.Measuring;
using Sor.Core.MarketData;
using Sor.Streaming;

namespace Sor.Benchmarks.Streaming;

/// <summary>What telemetry costs: switched off beside on; and what is left of it when it is off, as a share of a message's time.</summary>
internal static class TelemetryBenchmark
{
    private const int Rounds = 7;
    private const int RecordsPerMessage = StreamDefaults.MessageBytes / Mbp1.SizeInBytes;

    public static void Run(Report report, BenchBroker broker)
    {
        var market = new MarketInMemory(StreamBenchmarks.Records(3_000_000));
        var topic = broker.NewTopic("telemetry");
        var tags = Instruments.Tags(topic, "send");
        Compare(report, "publisher", () => OurLoops.Publish(broker, topic, () => market.Open()), () => Sent(tags));
        Compare(report, "reader", () => OurLoops.Read(broker, topic), () => Consumed(tags));
        broker.Delete(topic);
    }

    private static void Compare(Report report, string what, Func<long> run, Action instruments)
    {
        report.Compare("records", new Contender($"{what}, telemetry off", run), [new Reference($"{what}, telemetry on, exported to memory", () => Listening(run), AtLeast: 0.95)], Rounds);
        var started = Stopwatch.GetTimestamp();
        var messages = run() / RecordsPerMessage;
        var perMessage = Stopwatch.GetElapsedTime(started).TotalNanoseconds / messages;
        var unheard = NanosecondsOf(instruments);
        report.AtMost($"{what}, off: instruments of a message", unheard, "ns", null);
        report.AtMost($"{what}, off: their share of a message's time", 100 * unheard / perMessage, "%", 1);
    }

    /// <summary>Runs with every span and metric of the stream listened to, as an exporter does.</summary>
    private static long Listening(Func<long> run)
    {
        var (spans, metrics) = (new List<Activity>(), new List<Metric>());
        using var tracing = Sdk.CreateTracerProviderBuilder().AddSource(StreamTelemetry.SourceName).AddInMemoryExporter(spans).Build();
        using var metering = Sdk.CreateMeterProviderBuilder().AddMeter(StreamTelemetry.SourceName).AddInMemoryExporter(metrics).Build();
        var records = run();
        metering.ForceFlush();
        return spans.Count > 0 && metrics.Count > 0 ? records : throw new InvalidOperationException("nothing was exported");
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
        if (Instruments.OperationDuration.Enabled || Instruments.Source.HasListeners()) throw new InvalidOperationException("somebody listens");
        Instruments.SentRecords.Add(RecordsPerMessage, tags);
        Instruments.SentMessages.Add(1, tags);
    }

    /// <summary>What the reader tells its instruments of one message.</summary>
    private static void Consumed(in TagList tags)
    {
        if (Instruments.Lag.Enabled) throw new InvalidOperationException("somebody listens");
        Instruments.ConsumedMessages.Add(1, tags);
        Instruments.ConsumedRecords.Add(RecordsPerMessage, tags);
    }
}
