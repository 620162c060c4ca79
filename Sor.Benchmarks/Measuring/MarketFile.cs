using Sor.Core.MarketData;
using Sor.Core.MarketData.Formats.Csv;
using Sor.Core.Simulation;

namespace Sor.Benchmarks.Measuring;

/// <summary>Files of market data to measure on.</summary>
internal static class MarketFile
{
    /// <summary>Environment variable that names a folder with a real day: <c>data/taq-2018-01-02.mbp-1.csv.zst</c> in it.</summary>
    public const string SharedFolder = "SOR_SHARED";

    /// <summary>Writes a day of the synthetic market, in the format its name tells.</summary>
    /// <returns>The path.</returns>
    public static string Generate(string path, long records, int venues = 12, CsvDialect dialect = CsvDialect.Pretty) =>
        Generate(path, new MarketOptions { Records = records, Venues = SimulatedVenue.First(venues) }, dialect);

    /// <summary>Writes a market, in the format its name tells.</summary>
    /// <returns>The path.</returns>
    public static string Generate(string path, MarketOptions options, CsvDialect dialect = CsvDialect.Pretty)
    {
        using var market = new SyntheticMarket(options);
        var (start, end) = options.Sessions()[0];
        using var file = RecordFile.Create(path, new RecordFileHeader("EQUS.ALL", start, end, options.Symbols()), dialect);
        var batch = new Mbp1[4_096];
        while (market.Read(batch) is > 0 and var count) file.Write(batch.AsSpan(0, count));
        file.Complete();
        return path;
    }

    /// <summary>All records of a day of the synthetic market.</summary>
    public static Mbp1[] Records(long records, int venues = 12)
    {
        using var market = new SyntheticMarket(new MarketOptions { Records = records, Venues = SimulatedVenue.First(venues) });
        return ReadAll(market);
    }

    /// <summary>All records of a source.</summary>
    public static Mbp1[] ReadAll(IRecordSource source)
    {
        var all = new List<Mbp1>();
        var batch = new Mbp1[4_096];
        while (source.Read(batch) is > 0 and var count) all.AddRange(batch.AsSpan(0, count));
        return [.. all];
    }

    /// <summary>The real day, if <see cref="SharedFolder"/> names the folder that has it.</summary>
    public static string? RealDay()
    {
        if (Environment.GetEnvironmentVariable(SharedFolder) is not { Length: > 0 } folder) return null;
        var path = Path.Combine(folder, "data", "taq-2018-01-02.mbp-1.csv.zst");
        return File.Exists(path) ? path : null;
    }
}
