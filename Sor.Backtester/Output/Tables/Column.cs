using Parquet;
using Parquet.Schema;

namespace Sor.Backtester.Output.Tables;

/// <summary>A column of a <see cref="ParquetTable"/>, with its values in the rows that are gathered.</summary>
/// <remarks>
/// The library takes times as <see cref="DateTime"/>, whose tick is 100 nanoseconds, and decimals as <see cref="decimal"/>. Here both are
/// whole numbers, and so does the file store them: they are given to the library as such, under the name of a column of which the file's
/// schema says what they mean.
/// </remarks>
/// <param name="said">What the file's schema says.</param>
/// <param name="given">As what the values are given to the library.</param>
internal abstract class Column(DataField said, DataField given)
{
    /// <summary>What the file's schema says.</summary>
    public DataField Said => said;

    /// <summary>As what the values are given to the library.</summary>
    public DataField Given => given;

    /// <summary>Writes the gathered values as the row group's next column, and begins anew.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group);

    /// <summary>Nanoseconds since the epoch, in UTC.</summary>
    public static ValueColumn<long> Time(string name) => new(
        new DateTimeDataField(name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Nanos, isNullable: false),
        new DataField<long>(name));

    /// <summary>A number with so many decimals, given times that power of ten: up to 18 digits.</summary>
    public static ValueColumn<long> Scaled(string name, int decimals, bool optional = false) => new(
        new DecimalDataField(name, 18, decimals, isNullable: optional),
        new DataField(name, typeof(long), optional));

    /// <summary>A sum with so many decimals: up to 28 digits.</summary>
    public static ValueColumn<decimal> Sum(string name, int decimals, bool optional = false) =>
        new(new DecimalDataField(name, 38, decimals, isNullable: optional));

    /// <summary>A whole number.</summary>
    public static ValueColumn<long> Whole(string name, bool optional = false) => new(new DataField(name, typeof(long), optional));

    /// <summary>A number of an instrument.</summary>
    public static ValueColumn<uint> Id(string name) => new(new DataField<uint>(name));

    /// <summary>True or false.</summary>
    public static ValueColumn<bool> Flag(string name, bool optional = false) => new(new DataField(name, typeof(bool), optional));

    /// <summary>Text of few different values.</summary>
    public static TextColumn Text(string name, bool optional = false) => new(new DataField(name, typeof(string), optional));
}

/// <summary>A column of numbers, times or flags.</summary>
internal sealed class ValueColumn<T>(DataField said, DataField given) : Column(said, given)
    where T : struct
{
    private T?[] values = new T?[64];
    private int count;

    /// <summary>A column whose values the library takes as they are.</summary>
    public ValueColumn(DataField field)
        : this(field, field)
    {
    }

    /// <summary>The value of the row under way, or <c>null</c> for none.</summary>
    public void Add(T? value)
    {
        if (count == values.Length) Array.Resize(ref values, 2 * count);
        values[count++] = value;
    }

    /// <inheritdoc/>
    public override async Task WriteAsync(ParquetRowGroupWriter group)
    {
        await group.WriteAsync<T>(Given, values.AsMemory(0, count)).ConfigureAwait(false);
        count = 0;
    }
}

/// <summary>A column of text.</summary>
internal sealed class TextColumn(DataField field) : Column(field, field)
{
    private readonly List<string?> values = [];

    /// <summary>The text of the row under way, or <c>null</c> for none.</summary>
    public void Add(string? value) => values.Add(value);

    /// <inheritdoc/>
    public override async Task WriteAsync(ParquetRowGroupWriter group)
    {
        await group.WriteAsync(Given, values).ConfigureAwait(false);
        values.Clear();
    }
}
