using System.IO.Compression;
using Parquet;
using Parquet.Schema;

namespace Sor.Backtester.Output.Tables;

/// <summary>
/// A Parquet file that is written row by row: every column gets its value, then the row ends. Rows are gathered to groups of a fixed
/// number, so that memory does not grow with the file, and the same rows give the same bytes.
/// </summary>
internal sealed class ParquetTable : IDisposable
{
    /// <summary>Rows of a group: twice as many compress by a fiftieth better, and take ten megabytes more.</summary>
    private const int GroupRows = 16_384;

    /// <summary>What the library keeps of its buffers for the next column.</summary>
    private const int PoolBytes = 1 << 20;

    private readonly Stream file;
    private readonly IReadOnlyList<Column> columns;
    private readonly ParquetWriter writer;
    private int rows;

    /// <summary>Begins a table.</summary>
    /// <param name="file">Where it is written; closed with the table.</param>
    /// <param name="columns">Its columns, in order.</param>
    public ParquetTable(Stream file, params IReadOnlyList<Column> columns)
    {
        (this.file, this.columns) = (file, columns);
        var options = new ParquetOptions
        {
            CompressionMethod = CompressionMethod.Zstd,
            CompressionLevel = CompressionLevel.Fastest,
            MaximumSmallPoolFreeBytes = PoolBytes,
            MaximumLargePoolFreeBytes = PoolBytes,
        };
        foreach (var text in columns.OfType<TextColumn>()) options.ColumnEncodingHints[text.Said.Name] = EncodingHint.Dictionary;

        // A field can be written once it is in a schema; that of the file is the other one.
        _ = new ParquetSchema(columns.Select(c => c.Given));
        var schema = new ParquetSchema(columns.Select(c => c.Said));
        writer = Now(ParquetWriter.CreateAsync(schema, file, options));
    }

    /// <summary>Ends a row, of which every column has its value.</summary>
    public void EndRow()
    {
        if (++rows == GroupRows) WriteGroup();
    }

    /// <summary>Writes what is gathered, and the file's end. A table that is not completed is no Parquet file.</summary>
    public void Complete()
    {
        if (rows > 0) WriteGroup();
        Now(writer.DisposeAsync().AsTask());
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private void WriteGroup()
    {
        using var group = writer.CreateRowGroup();
        foreach (var column in columns) Now(column.WriteAsync(group));
        group.CompleteValidate();
        rows = 0;
    }

    // The library knows asynchronous files only; who writes tables has nothing else to do meanwhile.
    private static void Now(Task task) => task.GetAwaiter().GetResult();

    private static T Now<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
