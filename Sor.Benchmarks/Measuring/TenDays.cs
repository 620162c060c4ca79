using Sor.Core.MarketData;
using ZstdSharp;

namespace Sor.Benchmarks.Measuring;

/// <summary>
/// Ten days made from one: its rows again and again under the dates of ten trading days, as the command in docs/performance.md does it.
/// </summary>
internal static class TenDays
{
    private const string Date = "2018-01-02T";
    private static readonly string[] Days = ["02", "03", "04", "05", "08", "09", "10", "11", "12", "16"];

    /// <summary>Writes the day as it is, without compression.</summary>
    public static string Unpack(string compressed, string path)
    {
        using var source = new DecompressionStream(File.OpenRead(compressed));
        using var file = File.Create(path);
        source.CopyTo(file);
        return path;
    }

    /// <summary>Writes ten days as CSV.</summary>
    public static string Write(string day, string path)
    {
        using var file = new StreamWriter(path) { NewLine = "\n" };
        file.WriteLine(File.ReadLines(day).First());
        foreach (var name in Days)
            foreach (var row in File.ReadLines(day).Skip(1))
                file.WriteLine(row.Replace(Date, $"2018-01-{name}T", StringComparison.Ordinal));
        return path;
    }

    /// <summary>Writes the records of a CSV file as DBN.</summary>
    public static string Convert(string csv, string path)
    {
        using var source = MarketDataFiles.Open([csv], new ReadOptions());
        var records = MarketFile.ReadAll(source);
        using var file = RecordFile.Create(
            path,
            new RecordFileHeader(
                "EQUS.ALL",
                records[0].TsEvent,
                records[^1].TsEvent + 1,
                [new InstrumentSymbol(records[0].InstrumentId, "XXX")]));
        file.Write(records);
        file.Complete();
        return path;
    }
}
