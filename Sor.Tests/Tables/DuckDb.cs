using System.Globalization;
using DuckDB.NET.Data;

namespace Sor.Tests.Tables;

/// <summary>DuckDB in this process: a reader of Parquet that is not the library that wrote it.</summary>
internal sealed class DuckDb : IDisposable
{
    private readonly DuckDBConnection connection;

    private DuckDb(DuckDBConnection connection) => this.connection = connection;

    /// <summary>Starts it; the test is skipped, with the reason, where it cannot be loaded.</summary>
    public static DuckDb Start()
    {
        var connection = new DuckDBConnection("Data Source=:memory:");
        try
        {
            connection.Open();
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or TypeInitializationException)
        {
            connection.Dispose();
            Assert.Skip($"DuckDB cannot be loaded on this machine: {e.Message}");
        }

        return new DuckDb(connection);
    }

    /// <summary>The names of a query's columns, and its rows.</summary>
    public (string[] Columns, List<object?[]> Rows) Ask(string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray();
        var rows = new List<object?[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, columns.Length).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        return (columns, rows);
    }

    /// <summary>The rows of a query, cells as text parted by bars.</summary>
    public List<string> Lines(string query) =>
        [.. Ask(query).Rows.Select(row => string.Join('|', row.Select(cell => Convert.ToString(cell, CultureInfo.InvariantCulture))))];

    public void Dispose() => connection.Dispose();
}
