using System.Diagnostics;
using Sor.Benchmarks.Measuring;
using Sor.Core.MarketData;
using Sor.Core.MarketData.Formats.Dbn;
using Sor.Core.Simulation;

namespace Sor.Benchmarks.Streaming;

/// <summary>
/// Many records from a pipe through the broker to a result, producer and backtester at once, each a process of its own whose peak resident
/// memory the system tells.
/// </summary>
internal static class MemoryBenchmark
{
    private const double Mebibyte = 1 << 20;

    /// <summary>More than a record takes in the broker's log.</summary>
    private const int DiskPerRecord = 64;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    public static void Run(Report report, BenchBroker broker)
    {
        var records = StreamBenchmarks.Records(100_000_000);
        // The topic keeps all of the run, so a reader that falls behind loses nothing; its size bounds the disk all the same.
        var disk = Math.Max(1L << 30, records * DiskPerRecord);
        if (new DriveInfo("/").AvailableFreeSpace < 2 * disk)
        {
            report.Note($"skipped: less than {2 * disk >> 30} GiB of disk are free");
            return;
        }

        using var scratch = new ScratchFolder();
        var topic = broker.NewTopic("memory", disk);
        var started = Stopwatch.GetTimestamp();
        using var backtest = Child.Backtest(broker.Bootstrap, topic, scratch.File("out"));
        using var produce = Child.Start(
            "Sor.Producer",
            ["-", "--bootstrap", broker.Bootstrap, "--topic", topic, "--run", topic, "--speed", "max", "--quiet"],
            feed: true);
        var watched = Task.WhenAll(PeakAsync(produce), PeakAsync(backtest));
        Write(produce.Input, MarketInMemory.Options(records));
        produce.Succeed(Limit);
        var published = Stopwatch.GetElapsedTime(started).TotalSeconds;
        backtest.Succeed(Limit);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var peaks = watched.GetAwaiter().GetResult();
        broker.Delete(topic);
        report.Note(
            FormattableString.Invariant(
                $"{records:N0} records in {seconds:0} s ({records / seconds / 1e6:0.00} million/s), the producer done after {published:0} s; the market was made meanwhile"
            ));
        report.AtMost("producer, peak resident memory", peaks[0] / Mebibyte, "MiB", 120);
        report.AtMost("backtester, peak resident memory", peaks[1] / Mebibyte, "MiB", 160);
    }

    private static void Write(Stream pipe, MarketOptions options)
    {
        using var market = new SyntheticMarket(options);
        var (start, end) = options.Sessions()[0];
        using var writer = new DbnWriter(pipe, new RecordFileHeader("EQUS.ALL", start, end, options.Symbols()));
        var block = new Mbp1[4_096];
        while (market.Read(block) is > 0 and var count) writer.Write(block.AsSpan(0, count));
        writer.Complete();
        pipe.Dispose();
    }

    /// <summary>The system keeps the peak itself; it is asked until the process ends.</summary>
    private static async Task<double> PeakAsync(Child child)
    {
        long peak = 0;
        while (!child.HasEnded)
        {
            peak = child.PeakMemory() ?? peak;
            await Task.Delay(50);
        }

        return peak == 0 ? double.NaN : peak;
    }
}
