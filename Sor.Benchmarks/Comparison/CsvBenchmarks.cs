using Sor.Benchmarks.Classic;
using Sor.Benchmarks.Measuring;
using Sor.Core.MarketData;
using Sor.Core.MarketData.Formats;
using Sor.Core.MarketData.Formats.Csv;
using Sor.Core.MarketData.Input;
using ZstdSharp;

namespace Sor.Benchmarks.Comparison;

/// <summary>CSV to records, on one core, beside a fast CSV library and a fast database that extract the same fields.</summary>
internal static class CsvBenchmarks
{
    private const int Records = 1_000_000;

    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("csv", "CSV file to records, one core, beside Sylvan and DuckDB", Run),
    ];

    private static void Run(Report report)
    {
        using var scratch = new ScratchFolder();
        Compare(report, "decimal prices, ISO times", MarketFile.Generate(scratch.File("pretty.csv"), Records), pretty: true);
        Compare(report, "whole numbers", MarketFile.Generate(scratch.File("raw.csv"), Records, dialect: CsvDialect.Raw), pretty: false);
        var ten = scratch.File("ten.csv");
        MbpTenFile.Write(ten, Records / 5);
        Compare(report, "MBP-10, 74 columns, decimal prices, ISO times", ten, pretty: true);
        if (MarketFile.RealDay() is { } day) Compare(report, "a real day", Decompress(day, scratch.File("day.csv")), pretty: true);
        else report.Note($"no real day: {MarketFile.SharedFolder} names no folder that has one");
    }

    private static void Compare(Report report, string what, string path, bool pretty)
    {
        var expected = Ours(path);
        report.Note($"{what}: {expected} rows, {new FileInfo(path).Length / 1_000_000} MB");
        using var duck = new DuckDbRows();
        report.Compare(
            "rows",
            new Contender("Sor: all fields, checked, to records", () => Ours(path)),
            [
                new Reference("Sylvan: the same fields, typed", () => Same(SylvanRows.Read(path, pretty), expected), 1.8),
                new Reference("DuckDB read_csv, one thread: the same fields", () => Same(duck.ReadRecords(path, pretty), expected), 4),
                new Reference("DuckDB read_csv, one thread: a maximum, no records", () => Same(duck.Scan(path, pretty), expected)),
            ],
            rounds: 5,
            oneCore: true);
    }

    private static long Ours(string path)
    {
        using var file = InputFile.Open(path, CancellationToken.None, out _)!;
        using var quarantine = new Quarantine(new ReadOptions { Strict = true });
        using var reader = MarketDataFormats.Open(new FormatInput(file.Bytes, new FileRejects(quarantine), new InstrumentTable(), 0, null));
        var records = new Mbp1[4_096];
        while (reader.Read(records) > 0)
        {
        }

        return reader.Rows;
    }

    private static long Same(long rows, long expected) =>
        rows == expected ? rows : throw new InvalidOperationException($"{rows} rows read where there are {expected}");

    private static string Decompress(string from, string to)
    {
        using var source = File.OpenRead(from);
        using var zstd = new DecompressionStream(source);
        using var target = File.Create(to);
        zstd.CopyTo(target);
        return to;
    }
}
