using System.Globalization;
using DuckDB.NET.Data;
using Sor.Core.MarketData;

namespace Sor.Benchmarks.Comparison;

/// <summary>The fields of an MBP-1 file, read by DuckDB. It is told the columns' types.</summary>
internal sealed class DuckDbRows : IDisposable
{
    private static readonly string[] Names =
    [
        "ts_recv", "ts_event", "rtype", "publisher_id", "instrument_id", "action", "side", "depth", "price", "size", "flags", "ts_in_delta",
        "sequence", "bid_px_00", "ask_px_00", "bid_sz_00", "ask_sz_00", "bid_ct_00", "ask_ct_00",
    ];

    private readonly DuckDBConnection connection = new("Data Source=:memory:");

    /// <param name="threads">How many it may use.</param>
    public DuckDbRows(int threads = 1)
    {
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = FormattableString.Invariant($"SET threads = {threads}");
        command.ExecuteNonQuery();
    }

    /// <summary>Reads all rows to records.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pretty">Whether times are ISO 8601 and prices decimal; else both are whole numbers.</param>
    /// <returns>How many there are.</returns>
    public long ReadRecords(string path, bool pretty)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT {string.Join(", ", Names.Select(n => pretty && n.StartsWith("ts_", StringComparison.Ordinal) && n != "ts_in_delta" ? $"epoch_ns({n})" : n))} FROM {Source(path, pretty)}";
        command.UseStreamingMode = true;
        using var row = command.ExecuteReader();
        var records = new Mbp1[4_096];
        var rows = 0L;
        for (; row.Read(); rows++)
        {
            ref var r = ref records[rows % records.Length];
            r.TsRecv = pretty ? (ulong)row.GetInt64(0) : row.GetFieldValue<ulong>(0);
            r.TsEvent = pretty ? (ulong)row.GetInt64(1) : row.GetFieldValue<ulong>(1);
            r.RecordType = row.GetByte(2);
            r.PublisherId = row.GetFieldValue<ushort>(3);
            r.InstrumentId = row.GetFieldValue<uint>(4);
            r.Action = (RecordAction)row.GetString(5)[0];
            r.Side = (RecordSide)row.GetString(6)[0];
            r.Depth = row.GetByte(7);
            r.Price = Price(row, 8, pretty);
            r.Size = row.GetFieldValue<uint>(9);
            r.Flags = (RecordFlags)row.GetByte(10);
            r.TsInDelta = row.GetInt32(11);
            r.Sequence = row.GetFieldValue<uint>(12);
            r.BidPx = Price(row, 13, pretty);
            r.AskPx = Price(row, 14, pretty);
            r.BidSz = row.GetFieldValue<uint>(15);
            r.AskSz = row.GetFieldValue<uint>(16);
            r.BidCt = row.GetFieldValue<uint>(17);
            r.AskCt = row.GetFieldValue<uint>(18);
        }

        return rows;
    }

    /// <summary>Parses all rows and keeps a maximum of each column: what the database itself takes, without records.</summary>
    public long Scan(string path, bool pretty)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*), {string.Join(", ", Names.Select(n => $"max({n})"))} FROM {Source(path, pretty)}";
        using var row = command.ExecuteReader();
        row.Read();
        return Convert.ToInt64(row.GetValue(0), CultureInfo.InvariantCulture);
    }

    public void Dispose() => connection.Dispose();

    private static long Price(DuckDBDataReader row, int column, bool pretty) =>
        row.IsDBNull(column) ? Mbp1.UndefinedPrice : pretty ? (long)Math.Round(row.GetDouble(column) * Nanos.One) : row.GetInt64(column);

    private static string Source(string path, bool pretty)
    {
        // Columns that are not asked for stay text: then they are not parsed.
        var columns = string.Join(
            ", ",
            File.ReadLines(path).First().Split(',').Select(n => $"'{n}': '{(Names.Contains(n) ? TypeOf(n, pretty) : "VARCHAR")}'"));
        return $"read_csv('{path}', header = true, delim = ',', auto_detect = false, columns = {{{columns}}})";
    }

    private static string TypeOf(string column, bool pretty) => column switch
    {
        "ts_recv" or "ts_event" => pretty ? "TIMESTAMP_NS" : "UBIGINT",
        "price" or "bid_px_00" or "ask_px_00" => pretty ? "DOUBLE" : "BIGINT",
        "rtype" or "depth" or "flags" => "UTINYINT",
        "publisher_id" => "USMALLINT",
        "action" or "side" => "VARCHAR",
        "ts_in_delta" => "INTEGER",
        _ => "UINTEGER",
    };
}
