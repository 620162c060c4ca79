using System.Diagnostics;
using System.Text.Json;
using Confluent.Kafka;
using Sor.Benchmarks.Measuring;
using Sor.Core.MarketData;
using Sor.Streaming;

namespace Sor.Benchmarks.Streaming;

/// <summary>What message size, linger and codec each do for rates and for the bytes that go over the wire.</summary>
internal static class MatrixBenchmark
{
    private static readonly (string Name, int Bytes, double Part)[] Sizes =
    [
        // One record to a message is slow enough that a part of the market is enough to tell.
        ("1 record", Mbp1.SizeInBytes, 0.125), ("4 KiB", 4 << 10, 0.5), ("16 KiB", 16 << 10, 1), ("64 KiB", 64 << 10, 1), ("256 KiB", 256 << 10, 1),
    ];

    private static readonly double[] Lingers = [0, 5, 50];

    private static readonly (string Name, CompressionType Type)[] Codecs = [("none", CompressionType.None), ("lz4", CompressionType.Lz4), ("zstd", CompressionType.Zstd)];

    public static void Run(Report report, BenchBroker broker)
    {
        var market = new MarketInMemory(StreamBenchmarks.Records(2_000_000));
        // The compiler is still at work in the first.
        Cell(broker, market, market.Records.Length, StreamDefaults.MessageBytes, 5, CompressionType.Lz4);
        report.Note("message   linger  codec    published      read  million records/s, sent bytes/record");
        foreach (var (size, bytes, part) in Sizes)
        {
            foreach (var linger in Lingers)
            {
                foreach (var (codec, type) in Codecs)
                {
                    var (published, read, sent) = Cell(broker, market, (int)(market.Records.Length * part), bytes, linger, type);
                    report.Note(FormattableString.Invariant($"{size,-9} {linger,3} ms  {codec,-5} {published / 1e6,12:0.00} {read / 1e6,9:0.00} {sent,28:0.0}"));
                }
            }
        }
    }

    private static (double Published, double Read, double SentPerRecord) Cell(BenchBroker broker, MarketInMemory market, int records, int bytes, double linger, CompressionType codec)
    {
        var topic = broker.NewTopic("matrix");
        long sent = 0;
        var started = Stopwatch.GetTimestamp();
        OurLoops.Publish(
            broker,
            topic,
            () => market.Open(records),
            bytes,
            config => (config.LingerMs, config.CompressionType, config.StatisticsIntervalMs) = (linger, codec, 50),
            (_, json) => sent = JsonDocument.Parse(json).RootElement.GetProperty("tx_bytes").GetInt64());
        var published = records / Stopwatch.GetElapsedTime(started).TotalSeconds;
        started = Stopwatch.GetTimestamp();
        OurLoops.Read(broker, topic);
        var read = records / Stopwatch.GetElapsedTime(started).TotalSeconds;
        broker.Delete(topic);
        return (published, read, (double)sent / records);
    }
}
