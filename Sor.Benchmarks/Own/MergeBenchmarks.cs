using Sor.Benchmarks.Measuring;
using Sor.Core.MarketData;

namespace Sor.Benchmarks.Own;

/// <summary>A file per venue, merged while it is read, beside the same records in one file.</summary>
internal static class MergeBenchmarks
{
    private const int Records = 2_000_000;
    private const int Venues = 12;

    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("merge", "12 files of a venue each merged by time, one core, beside one file of the same records", Run),
    ];

    private static void Run(Report report)
    {
        using var scratch = new ScratchFolder();
        var records = MarketFile.Records(Records, Venues);
        foreach (var ending in new[] { ".csv", ".dbn", ".dbn.zst" })
        {
            var whole = Write(scratch.File("whole" + ending), records);
            var venues = records.GroupBy(r => r.PublisherId).Select(v => Write(scratch.File($"{v.Key}{ending}"), [.. v])).ToList();
            report.Note($"{ending}: {records.Length} records, {venues.Count} files");
            report.Compare(
                "records",
                new Contender("Sor: a file per venue", () => Read(venues)),
                [new Reference("Sor: one file", () => Read([whole]), 0.7)],
                rounds: 7,
                oneCore: true);
        }
    }

    private static long Read(IReadOnlyList<string> paths)
    {
        using var source = MarketDataFiles.Open(paths, new ReadOptions());
        var records = new Mbp1[4_096];
        while (source.Read(records) > 0)
        {
        }

        return source.Summary.Records;
    }

    private static string Write(string path, Mbp1[] records)
    {
        using var file = RecordFile.Create(
            path,
            new RecordFileHeader("EQUS.ALL", records[0].Time, records[^1].Time + 1, [new InstrumentSymbol(1, "SYN")]));
        file.Write(records);
        file.Complete();
        return path;
    }
}
