using System.IO.Compression;
using Sor.Core.MarketData;

namespace Sor.Tests.MarketData;

/// <summary>A row as Databento writes it, and files of many.</summary>
internal static class CsvSample
{
    public const string Header =
        "ts_recv,ts_event,rtype,publisher_id,instrument_id,action,side,depth,price,size,flags,ts_in_delta,sequence,bid_px_00,ask_px_00,bid_sz_00,ask_sz_00,bid_ct_00,ask_ct_00,symbol";
    public const string Row =
        "2024-08-01T13:36:32.492082308Z,2024-08-01T13:36:32.491911683Z,1,2,38,A,B,0,222.81,190,128,170625,46542624,222.81,222.83,421,36,4,2,AAPL";

    /// <summary>The row's <c>ts_recv</c>.</summary>
    public static readonly ulong Received =
        UtcTime.Midnight(new DateOnly(2024, 8, 1)) + Market.Seconds(13 * 3600 + 36 * 60 + 32) + 492_082_308;

    /// <summary>Rows that differ.</summary>
    public static string Rows(int count) =>
        string.Concat(Enumerable.Range(0, count).Select(i => Row.Replace("46542624", $"{i * 7919}", StringComparison.Ordinal) + "\n"));

    /// <summary>Rows that cannot be read.</summary>
    public static string Bad(int count) => string.Concat(Enumerable.Repeat("rubbish\n", count));

    /// <summary>One gzip member.</summary>
    public static byte[] Gzip(byte[] content)
    {
        using var gzip = new MemoryStream();
        using (var compressor = new GZipStream(gzip, CompressionLevel.Fastest, leaveOpen: true)) compressor.Write(content);
        return gzip.ToArray();
    }

    public static List<Mbp1> Drain(MarketDataSource source)
    {
        var (all, some) = (new List<Mbp1>(), new Mbp1[16]);
        for (int count; (count = source.Read(some)) > 0;) all.AddRange(some.AsSpan(0, count));
        return all;
    }
}
