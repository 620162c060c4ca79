using System.Runtime.CompilerServices;
using nietras.SeparatedValues;

namespace Sor.Core.MarketData.Formats.Csv;

/// <summary>The cells of one row: Sep's, or those of a row with quotes in it.</summary>
internal readonly ref struct CsvCells
{
    private readonly SepReader.Row row;
    private readonly QuotedRow? quoted;

    public CsvCells(SepReader.Row row, ReadOnlySpan<char> text)
    {
        this.row = row;
        Text = text;
    }

    public CsvCells(QuotedRow quoted, ReadOnlySpan<char> text)
    {
        this.quoted = quoted;
        Text = text;
    }

    /// <summary>The row's text, all cells of it.</summary>
    public ReadOnlySpan<char> Text { get; }

    public int Count => quoted?.Cells ?? row.ColCount;

    /// <summary>A cell without blanks around it.</summary>
    public ReadOnlySpan<char> this[int column]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var cell = quoted is null ? row[column].Span : quoted[column];
            return cell.Length > 0 && (cell[0] <= ' ' || cell[^1] <= ' ') ? cell.Trim() : cell;
        }
    }
}
