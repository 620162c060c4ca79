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
    private const int Rounds = 3;

    private static readonly (string Name, int Bytes, double Part)[] Sizes =
    [
        // One record to a message is slow enough that a part of the market is enough to tell.
        ("1 record", Mbp1.SizeInBytes, 0.125),
        ("4 KiB", 4 << 10, 0.5),
        ("16 KiB", 16 << 10, 1),
        ("64 KiB", 64 << 10, 1),
        ("256 KiB", 256 << 10, 1),
    ];

    private static readonly double[] Lingers = [0, 5, 50];

    private static readonly (string Name, CompressionType Type)[] Codecs =
    [
        ("none", CompressionType.None),
        ("lz4", CompressionType.Lz4),
        ("zstd", CompressionType.Zstd),
    ];

    public static void Run(Report report, BenchBroker broker)
    {
        var market = new MarketInMemory(StreamBenchmarks.Records(2_000_000));
        var choices = (
            from size in Sizes
            from linger in Lingers
            from codec in Codecs
            select (Size: size, Linger: linger, Codec: codec)
        ).ToArray();
        var seen = choices.Select(_ => new List<(double Published, double Read, double SentPerRecord)>()).ToArray();
        // One after another, and all of them again: a machine that is slow for a while is so for one round of many choices, and the middle
        // round counts. The compiler is at work in the first.
        for (var round = -1; round < Rounds; round++)
        {
            for (var i = 0; i < choices.Length; i++)
            {
                if (round < 0 && choices[i].Size.Bytes != StreamDefaults.MessageBytes) continue;
                var (size, linger, codec) = choices[i];
                var cell = Cell(broker, market, (int)(market.Records.Length * size.Part), size.Bytes, linger, codec.Type);
                if (round >= 0) seen[i].Add(cell);
            }
        }

        report.Note("message   linger  codec    published      read  million records/s, sent bytes/record");
        for (var i = 0; i < choices.Length; i++)
        {
            var (published, read) = (
                SideBySide.Median(seen[i].Select(cell => cell.Published)) / 1e6,
                SideBySide.Median(seen[i].Select(cell => cell.Read)) / 1e6);
            var (size, linger, codec) = choices[i];
            report.Note(
                FormattableString.Invariant(
                    $"{size.Name,-9} {linger,3} ms  {codec.Name,-5} {published,12:0.00} {read,9:0.00} {seen[i][0].SentPerRecord,28:0.0}"
                ));
        }
    }

    private static (double Published, double Read, double SentPerRecord) Cell(
        BenchBroker broker,
        MarketInMemory market,
        int records,
        int bytes,
        double linger,
        CompressionType codec)
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
