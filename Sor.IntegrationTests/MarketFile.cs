using Sor.Core.MarketData;
using Sor.Core.MarketData.Formats.Csv;
using Sor.IntegrationTests.Streaming;

namespace Sor.IntegrationTests;

/// <summary>Market data on disk for whole-process tests, and a folder of a test's own.</summary>
internal sealed class MarketFile : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sor-test-");
    private MarketFile? whole;

    /// <param name="path">A file, or the name of one to be made.</param>
    /// <param name="order">What to backtest.</param>
    private MarketFile(string path, string[] order) => (Paths, Order) = ([System.IO.Path.IsPathRooted(path) ? path : In(path)], order);

    public string Path => Paths[0];

    /// <summary>All files, where it is several.</summary>
    public string[] Paths { get; private init; }

    /// <summary>What to backtest, as options.</summary>
    public string[] Order { get; }

    /// <summary>The real day; skips the test where it is not there.</summary>
    public static MarketFile RealDay() => new(SharedData.Path("data/dbn/taq-2018-01-02.v3.dbn.zst"), ["--fees-any-date"]);

    /// <summary>The real day, or <c>null</c>.</summary>
    public static MarketFile? RealDayIfThere() => SharedData.Has("data/dbn/taq-2018-01-02.v3.dbn.zst") ? RealDay() : null;

    /// <summary>The sample that comes with Sor.</summary>
    public static MarketFile Sample()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(System.IO.Path.Combine(folder.FullName, "samples"))) folder = folder.Parent;
        return new(System.IO.Path.Combine(folder!.FullName, "samples", "sample.mbp-1.csv.zst"), ["--audit", "--parquet"]);
    }

    /// <summary>Made-up records of some instruments, a millisecond apart.</summary>
    public static MarketFile Made(int records, int instruments)
    {
        var made = new MarketFile(
            "made.dbn.zst",
            ["--fees", "flat:take=0.003,add=-0.002", "--horizon", "5s", "--bucket", "5s", "--quantity", "500"]);
        using var file = RecordFile.Create(
            made.Path,
            new RecordFileHeader("XNAS.ITCH", MadeSource.One(0, 1).TsEvent, ulong.MaxValue, []),
            CsvDialect.Pretty);
        using var source = new MadeSource(records, instruments);
        var block = new Mbp1[4096];
        while (source.Read(block) is var read and > 0) file.Write(block.AsSpan(0, read));
        file.Complete();
        return made;
    }

    /// <summary>The ask side of another file, in the columns that the classic JSON has.</summary>
    public static MarketFile AskSideOf(MarketFile other)
    {
        var asks = new MarketFile("asks.csv", [.. other.Order, "--side", "buy"]);
        using var source = other.Open();
        using var writer = new StreamWriter(asks.Path);
        writer.Write("ts_event,publisher_id,instrument_id,ask_px_00,ask_sz_00\n");
        var block = new Mbp1[4096];
        while (source.Read(block) is var read and > 0)
        {
            foreach (ref readonly var record in block.AsSpan(0, read))
                writer.Write($"{record.TsEvent},{record.PublisherId},{record.InstrumentId},{record.AskPx},{record.AskSz}\n");
        }

        return asks;
    }

    /// <summary>The rows of this CSV file dealt out to several files, every so many followed by one that cannot be read.</summary>
    public MarketFile InParts(int parts, int spoilEvery)
    {
        var lines = File.ReadAllLines(Path);
        for (var part = 0; part < parts; part++)
        {
            using var writer = new StreamWriter(In(Name(part)));
            writer.Write(lines[0] + "\n");
            for (var row = part; row < lines.Length - 1; row += parts)
            {
                writer.Write(lines[row + 1] + "\n");
                if (row / parts % spoilEvery == spoilEvery - 1) writer.Write("soon,2,1,1,1\n");
            }
        }

        // Named in an order that is not that of their rows.
        return new MarketFile(In(Name(0)), Order)
        {
            whole = this,
            Paths = [.. Enumerable.Range(0, parts).Reverse().Select(part => In(Name(part)))],
        };

        static string Name(int part) => $"part-{part}.csv";
    }

    /// <summary>Its records.</summary>
    public IRecordSource Open() => MarketDataFiles.Open(Paths, new ReadOptions());

    public string In(string name) => System.IO.Path.Combine(folder.FullName, name);

    /// <summary>The result's bytes straight from the file, under further options of what is written.</summary>
    public async Task<byte[]> ResultAsync(params string[] options)
    {
        using var backtest = SorProcess.Backtest([.. Paths, .. Order, .. options, "--out", In("file")]);
        await backtest.SucceedAsync();
        return Result("file");
    }

    /// <summary>Waits until a backtester with <c>--audit</c> is in the middle of its stream.</summary>
    public Task AwaitTapesAsync(string folder) => AwaitFileAsync($"{folder}/.audit.csv.partial", bytes: 1);

    /// <summary>Waits until a backtester has claimed its folder: from here on it handles signals.</summary>
    public Task AwaitClaimAsync(string folder) => AwaitFileAsync($"{folder}/.sor.lock", bytes: 0);

    private async Task AwaitFileAsync(string name, long bytes)
    {
        var file = new FileInfo(In(name));
        for (var i = 0; i < 1_800 && !(file.Exists && file.Length >= bytes); i++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            file.Refresh();
        }

        file.Exists.ShouldBeTrue(name);
        file.Length.ShouldBeGreaterThanOrEqualTo(bytes, name);
    }

    /// <summary>What the backtester says of the stream it read.</summary>
    public System.Text.Json.JsonElement StreamOf(string folder) =>
        System
            .Text.Json.JsonDocument.Parse(File.ReadAllBytes(System.IO.Path.Combine(In(folder), "run.json")))
            .RootElement.GetProperty("stream");

    public byte[] Result(string folder) => File.ReadAllBytes(System.IO.Path.Combine(In(folder), "result.json"));

    /// <summary>What a run wrote is what the run wrote that read the file, but for what differs from run to run.</summary>
    public void WroteTheSame(string folder)
    {
        string[] names = [.. Directory.EnumerateFiles(In("file")).Select(file => System.IO.Path.GetFileName(file))];
        foreach (var name in names.Except(["report.html", "run.json", "rejects.csv"]))
            File.ReadAllBytes(In($"{folder}/{name}")).ShouldBe(File.ReadAllBytes(In($"file/{name}")), name);
    }

    public void Dispose()
    {
        folder.Delete(recursive: true);
        whole?.Dispose();
    }
}
