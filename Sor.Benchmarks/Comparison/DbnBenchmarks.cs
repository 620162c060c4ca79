using System.Runtime.InteropServices;
using Sor.Benchmarks.Measuring;
using Sor.Core.MarketData;
using Sor.Core.MarketData.Formats;
using Sor.Core.MarketData.Formats.Dbn;
using Sor.Core.MarketData.Input;
using ZstdSharp;

namespace Sor.Benchmarks.Comparison;

/// <summary>DBN to records, on one core, beside the least that could be done with the same bytes.</summary>
internal static class DbnBenchmarks
{
    private const int Records = 1_000_000;
    private const int Batch = 4_096;

    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("dbn", "DBN to records, one core, every record checked, beside a bare loop and bare decompression", Run),
    ];

    private static void Run(Report report)
    {
        using var scratch = new ScratchFolder();
        var bytes = File.ReadAllBytes(MarketFile.Generate(scratch.File("market.dbn"), Records));
        report.Note($"{Records} records, {bytes.Length / 1_000_000} MB in memory");
        report.Compare(
            "records",
            new Contender("Sor: all records, checked", () => Read(new InputBuffer(new MemoryStream(bytes), "memory"))),
            [new Reference("a bare loop that copies every record, unchecked", () => BareLoop(bytes), 0.8)],
            rounds: 15,
            oneCore: true);

        var path = MarketFile.Generate(scratch.File("market.dbn.zst"), Records);
        report.Note($"the same, zstd: {new FileInfo(path).Length / 1_000_000} MB");
        report.Compare(
            "records",
            new Contender("Sor: all records, decompressed and checked", () => ReadFile(path)),
            [new Reference("decompression alone, same library", () => Decompress(path), 0.9)],
            rounds: 9,
            oneCore: true);
    }

    private static long ReadFile(string path)
    {
        using var file = InputFile.Open(path, CancellationToken.None, out _)!;
        return Read(file.Bytes);
    }

    private static long Read(InputBuffer bytes)
    {
        using var quarantine = new Quarantine(new ReadOptions { Strict = true });
        var reader = new DbnReader(new FormatInput(bytes, new FileRejects(quarantine), new InstrumentTable(), 0, null));
        var records = new Mbp1[Batch];
        while (reader.Read(records) > 0)
        {
        }

        return reader.Rows;
    }

    /// <summary>What any reader must do at least: step from record to record by the length each one states, and hand out a copy.</summary>
    private static long BareLoop(byte[] bytes)
    {
        var records = new Mbp1[Batch];
        var count = 0L;
        for (var at = 8 + BitConverter.ToInt32(bytes, 4); at < bytes.Length; at += bytes[at] * 4)
            records[count++ % Batch] = MemoryMarshal.Read<Mbp1>(bytes.AsSpan(at));
        return count;
    }

    private static long Decompress(string path)
    {
        using var file = File.OpenRead(path);
        using var zstd = new DecompressionStream(file);
        var buffer = new byte[256 * 1024];
        var total = 0L;
        while (zstd.Read(buffer) is > 0 and var count) total += count;
        return total / Mbp1.SizeInBytes;
    }
}
