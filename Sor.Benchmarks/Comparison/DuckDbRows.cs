using System.Globalization;
using DuckDB.NET.Data;

namespace Sor.Benchmarks.Comparison;

/// <summary>The fields of an MBP-1 file, read by DuckDB on one thread. It is told the columns' types, and asked for a maximum of each so that it must parse them all.</summary>
internal sealed class DuckDbRows : IDisposable
{
    private static readonly string[] Names =
    [
        "ts_recv", "ts_event", "rtype", "publisher_id", "instrument_id", "action", "side", "depth", "price", "size", "flags", "ts_in_delta", "sequence",
        "bid_px_00", "ask_px_00", "bid_sz_00", "ask_sz_00", "bid_ct_00", "ask_ct_00",
    ];

    private readonly DuckDBConnection connection = new("Data Source=:memory:");

    public DuckDbRows()
    {
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SET threads = 1";
        command.ExecuteNonQuery();
    }

    /// <summary>Reads all rows.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pretty">Whether times are ISO 8601 and prices decimal; else both are whole numbers.</param>
    /// <returns>How many there are.</returns>
    public long Read(string path, bool pretty)
    {
        var columns = string.Join(", ", Names.Append("symbol").Select(n => $"'{n}': '{TypeOf(n, pretty)}'"));
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*), {string.Join(", ", Names.Select(n => $"max({n})"))} FROM read_csv('{path}', header = true, delim = ',', auto_detect = false, columns = {{{columns}}})";
        using var row = command.ExecuteReader();
        row.Read();
        return Convert.ToInt64(row.GetValue(0), CultureInfo.InvariantCulture);
    }

    public void Dispose() => connection.Dispose();

    private static string TypeOf(string column, bool pretty) => column switch
    {
        "ts_recv" or "ts_event" => pretty ? "TIMESTAMP_NS" : "UBIGINT",
        "price" or "bid_px_00" or "ask_px_00" => pretty ? "DOUBLE" : "BIGINT",
        "rtype" or "depth" or "flags" => "UTINYINT",
        "publisher_id" => "USMALLINT",
        "action" or "side" or "symbol" => "VARCHAR",
        "ts_in_delta" => "INTEGER",
        _ => "UINTEGER",
    };
}
