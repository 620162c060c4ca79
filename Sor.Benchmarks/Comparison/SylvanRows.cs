using Sor.Core.MarketData;
using Sylvan.Data.Csv;

namespace Sor.Benchmarks.Comparison;

/// <summary>The fields of an MBP-1 file, extracted with Sylvan's CSV reader as its documentation shows, each as its type.</summary>
/// <remarks>
/// Its typed times end at 100 nanoseconds and its floating-point prices are not exact. It is given both: they are its fastest.
/// </remarks>
internal static class SylvanRows
{
    /// <summary>Reads all rows.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pretty">Whether times are ISO 8601 and prices decimal; else both are whole numbers.</param>
    /// <returns>How many there are.</returns>
    public static long Read(string path, bool pretty)
    {
        using var reader = CsvDataReader.Create(path, new CsvDataReaderOptions { BufferSize = 1 << 16 });
        var records = new Mbp1[4_096];
        var rows = 0L;
        for (; reader.Read(); rows++)
        {
            ref var r = ref records[rows % records.Length];
            r.TsRecv = Time(reader, 0, pretty);
            r.TsEvent = Time(reader, 1, pretty);
            r.RecordType = reader.GetByte(2);
            r.PublisherId = (ushort)reader.GetInt16(3);
            r.InstrumentId = (uint)reader.GetInt64(4);
            r.Action = (RecordAction)reader.GetFieldSpan(5)[0];
            r.Side = (RecordSide)reader.GetFieldSpan(6)[0];
            r.Depth = reader.GetByte(7);
            r.Price = Price(reader, 8, pretty);
            r.Size = (uint)reader.GetInt64(9);
            r.Flags = (RecordFlags)reader.GetByte(10);
            r.TsInDelta = reader.GetInt32(11);
            r.Sequence = (uint)reader.GetInt64(12);
            r.BidPx = Price(reader, 13, pretty);
            r.AskPx = Price(reader, 14, pretty);
            r.BidSz = (uint)reader.GetInt64(15);
            r.AskSz = (uint)reader.GetInt64(16);
            r.BidCt = (uint)reader.GetInt64(17);
            r.AskCt = (uint)reader.GetInt64(18);
        }

        return rows;
    }

    private static ulong Time(CsvDataReader reader, int column, bool pretty) =>
        pretty ? (ulong)(reader.GetDateTime(column).Ticks - DateTime.UnixEpoch.Ticks) * 100 : (ulong)reader.GetInt64(column);

    private static long Price(CsvDataReader reader, int column, bool pretty) =>
        reader.GetFieldSpan(column).IsEmpty ? Mbp1.UndefinedPrice
        : pretty ? (long)Math.Round(reader.GetDouble(column) * Nanos.One)
        : reader.GetInt64(column);
}
