using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Sor.Core.MarketData;

/// <summary>
/// Reads CSV by header name: MBP-1, MBP-10, BBO and TBBO as Databento writes them, and what spreadsheets and data frames make of those.
/// </summary>
/// <remarks>
/// Our own splitting, not a library's: rows must be rejected one by one with line, column and text, a broken quote must not swallow the rows after it, and a line
/// without an end must not be held in memory. Cells are numbers, so a quote is only ever around one; a comma within quotes is not supported. A row is parsed from
/// UTF-8 in place.
/// </remarks>
internal sealed class CsvReader : IFormatReader
{
    private const int LongestLine = 64 * 1024;

    private readonly InputBuffer bytes;
    private readonly Quarantine quarantine;
    private readonly SymbolIds ids;
    private readonly CsvHeader header;
    private readonly CsvField[] columns;
    private readonly bool namesInstruments;
    private readonly bool numbersInstruments;
    private readonly Mbp1 blank;
    private readonly int[] ends;
    private CsvDate eventDate;
    private CsvDate receiveDate;
    private long line = 1;

    public CsvReader(InputBuffer bytes, Quarantine quarantine, SymbolIds ids)
    {
        (this.bytes, this.quarantine, this.ids) = (bytes, quarantine, ids);
        if (!bytes.Has(1)) throw SorException.BadData($"{bytes.Name}: the file is empty");
        if (bytes.Has(3) && bytes.Window.StartsWith("\uFEFF"u8)) bytes.Consume(3);
        if (!TryLine(out var first, out var length, out _)) throw SorException.BadData($"{bytes.Name}, line 1: no line end within {LongestLine} bytes: this is not CSV; check what the file is");
        header = CsvHeader.Parse(first, bytes.Name);
        bytes.Consume(length);
        columns = header.Columns;
        ends = new int[columns.Length];
        namesInstruments = header.Has(CsvField.Symbol);
        numbersInstruments = header.Has(CsvField.Instrument);
        blank = Blank();
        Schema = new SourceSchema("csv", header.Has(CsvField.BidPx) && header.Has(CsvField.BidSz), header.Has(CsvField.Action) && header.Has(CsvField.Price) && header.Has(CsvField.Size));
    }

    public SourceSchema Schema { get; }

    public long Rows { get; private set; }

    public Dictionary<uint, string> Symbols => ids.Symbols;

    public int Read(Span<Mbp1> destination)
    {
        var count = 0;
        while (count < destination.Length)
        {
            if (!TryLine(out var row, out var length, out var atEnd))
            {
                if (atEnd) break;
                SkipLongLine();
                continue;
            }

            line++;
            if (!row.IsEmpty)
            {
                Rows++;
                destination[count] = blank;
                if (Parse(row, ref destination[count])) count++;
            }

            bytes.Consume(length);
        }

        return count;
    }

    /// <summary>The next line without its end; false at the end of the file, or where the line is too long.</summary>
    private bool TryLine(out ReadOnlySpan<byte> row, out int length, out bool atEnd)
    {
        atEnd = false;
        var searched = 0;
        while (true)
        {
            var window = bytes.Window;
            var end = window[searched..].IndexOf((byte)'\n');
            if (end >= 0)
            {
                row = window[..(searched + end)];
                length = row.Length + 1;
                if (row.EndsWith("\r"u8)) row = row[..^1];
                return row.Length <= LongestLine;
            }

            searched = window.Length;
            if (searched > LongestLine || !bytes.Fill())
            {
                atEnd = searched == 0;
                row = bytes.Window;
                length = searched;
                return searched is > 0 and <= LongestLine;
            }
        }
    }

    private void SkipLongLine()
    {
        line++;
        Rows++;
        quarantine.Add(RejectReason.line_too_long, new RowPlace(bytes.Name, line, 0, "", bytes.Offset), bytes.Window[..LongestLine], Rows);
        while (true)
        {
            var end = bytes.Window.IndexOf((byte)'\n');
            bytes.Consume(end < 0 ? bytes.Window.Length : end + 1);
            if (end >= 0 || !bytes.Fill()) return;
        }
    }

    private bool Parse(ReadOnlySpan<byte> row, ref Mbp1 record)
    {
        if (Split(row) != columns.Length) return Reject(RejectReason.field_count, -1, row);
        var start = 0;
        ReadOnlySpan<byte> symbol = default;
        for (var i = 0; i < columns.Length; i++)
        {
            var field = columns[i];
            var cell = row[start..ends[i]];
            start = ends[i] + 1;
            if (field == CsvField.Ignored) continue;
            if (cell.Length >= 2 && cell[0] == '"' && cell[^1] == '"') cell = cell[1..^1];
            if (field == CsvField.Symbol) symbol = cell;
            else if (TryField(field, cell, ref record) is { } reason) return Reject(reason, i, row);
        }

        // A row without any time would stop the clock for good.
        if (!Mbp1.IsDefinedTime(record.Time)) return Reject(RejectReason.bad_time, Array.IndexOf(columns, CsvField.TsEvent), row);
        if (!namesInstruments) return true;
        if (numbersInstruments) ids.Note(record.InstrumentId, symbol);
        else record.InstrumentId = ids.Of(symbol);
        return true;
    }

    /// <summary>Finds the ends of all cells, 32 bytes at a time.</summary>
    /// <returns>How many cells the row has.</returns>
    private int Split(ReadOnlySpan<byte> row)
    {
        var cells = 0;
        var at = 0;
        ref var first = ref MemoryMarshal.GetReference(row);
        var comma = Vector256.Create((byte)',');
        for (; at <= row.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            var found = Vector256.Equals(Vector256.LoadUnsafe(ref first, (nuint)at), comma).ExtractMostSignificantBits();
            for (; found != 0; found &= found - 1, cells++)
                if (cells < ends.Length)
                    ends[cells] = at + BitOperations.TrailingZeroCount(found);
        }

        for (; at < row.Length; at++)
        {
            if (row[at] != ',') continue;
            if (cells < ends.Length) ends[cells] = at;
            cells++;
        }

        if (cells < ends.Length) ends[cells] = row.Length;
        return cells + 1;
    }

    private RejectReason? TryField(CsvField field, ReadOnlySpan<byte> cell, ref Mbp1 record)
    {
        long number;
        switch (field)
        {
            case CsvField.TsRecv:
                return CsvCell.TryTime(cell, ref receiveDate, out record.TsRecv) ? null : RejectReason.bad_time;
            case CsvField.TsEvent:
                return CsvCell.TryTime(cell, ref eventDate, out record.TsEvent) ? null : RejectReason.bad_time;
            case CsvField.RecordType:
                if (!CsvCell.TryInteger(cell, 0, byte.MaxValue, out number)) return RejectReason.bad_number;
                record.RecordType = (byte)number;
                return null;
            case CsvField.Publisher:
                if (!CsvCell.TryInteger(cell, 1, ushort.MaxValue, out number)) return RejectReason.bad_publisher;
                record.PublisherId = (ushort)number;
                return null;
            case CsvField.Instrument:
                if (!CsvCell.TryInteger(cell, 0, uint.MaxValue, out number)) return RejectReason.bad_instrument;
                record.InstrumentId = (uint)number;
                return null;
            case CsvField.Action:
                record.Action = cell.Length == 1 ? (RecordAction)cell[0] : cell.IsEmpty ? RecordAction.None : 0;
                return RecordCheck.IsAction(record.Action) ? null : RejectReason.bad_action;
            case CsvField.Side:
                record.Side = cell.Length == 1 ? (RecordSide)cell[0] : cell.IsEmpty ? RecordSide.None : 0;
                return RecordCheck.IsSide(record.Side) ? null : RejectReason.bad_side;
            case CsvField.Price:
                return CsvCell.TryPrice(cell, out record.Price) ? null : RejectReason.bad_price;
            case CsvField.BidPx:
                return CsvCell.TryPrice(cell, out record.BidPx) ? null : RejectReason.bad_price;
            case CsvField.AskPx:
                return CsvCell.TryPrice(cell, out record.AskPx) ? null : RejectReason.bad_price;
            case CsvField.Size:
                return CsvCell.TrySize(cell, out record.Size) ? null : RejectReason.bad_size;
            case CsvField.BidSz:
                return CsvCell.TrySize(cell, out record.BidSz) ? null : RejectReason.bad_size;
            case CsvField.AskSz:
                return CsvCell.TrySize(cell, out record.AskSz) ? null : RejectReason.bad_size;
            default:
                return TryMinor(field, cell, ref record) ? null : RejectReason.bad_number;
        }
    }

    /// <summary>Columns that describe and decide nothing but <c>flags</c>: empty is 0.</summary>
    private static bool TryMinor(CsvField field, ReadOnlySpan<byte> cell, ref Mbp1 record)
    {
        var (least, most) = field switch
        {
            CsvField.Flags or CsvField.Depth => (0, byte.MaxValue),
            CsvField.TsInDelta => (int.MinValue, int.MaxValue),
            _ => (0L, (long)uint.MaxValue),
        };
        if (!CsvCell.TryInteger(cell, least, most, out var number) && !cell.IsEmpty) return false;
        switch (field)
        {
            case CsvField.Flags: record.Flags = (RecordFlags)number; break;
            case CsvField.Depth: record.Depth = (byte)number; break;
            case CsvField.TsInDelta: record.TsInDelta = (int)number; break;
            case CsvField.Sequence: record.Sequence = (uint)number; break;
            case CsvField.BidCt: record.BidCt = (uint)number; break;
            case CsvField.AskCt: record.AskCt = (uint)number; break;
        }

        return true;
    }

    private bool Reject(RejectReason reason, int column, ReadOnlySpan<byte> row)
    {
        quarantine.Add(reason, new RowPlace(bytes.Name, line, column + 1, column < 0 ? "" : header.Names[column], bytes.Offset), row, Rows);
        return false;
    }

    /// <summary>A record before any of its cells is read: what a column that is not there leaves.</summary>
    private Mbp1 Blank() => new()
    {
        Length = Mbp1.SizeInBytes / 4,
        RecordType = 1,
        InstrumentId = 1,
        TsEvent = Mbp1.UndefinedTime,
        TsRecv = Mbp1.UndefinedTime,
        Price = Mbp1.UndefinedPrice,
        Action = RecordAction.None,
        Side = RecordSide.None,
        Flags = header.Has(CsvField.Flags) ? RecordFlags.None : RecordFlags.Last,
        BidPx = Mbp1.UndefinedPrice,
        AskPx = Mbp1.UndefinedPrice,
    };
}

/// <summary>Symbols and instrument ids of CSV files: ids by first appearance where the data has none.</summary>
internal sealed class SymbolIds
{
    private readonly Dictionary<string, uint> idBySymbol = new(StringComparer.Ordinal);
    private readonly Dictionary<string, uint>.AlternateLookup<ReadOnlySpan<char>> bySpan;

    public SymbolIds() => bySpan = idBySymbol.GetAlternateLookup<ReadOnlySpan<char>>();

    public Dictionary<uint, string> Symbols { get; } = [];

    public void Note(uint id, ReadOnlySpan<byte> symbol)
    {
        if (!Symbols.ContainsKey(id)) Symbols.Add(id, Encoding.UTF8.GetString(symbol));
    }

    public uint Of(ReadOnlySpan<byte> symbol)
    {
        Span<char> chars = stackalloc char[symbol.Length > 256 ? 256 : symbol.Length];
        var count = Encoding.Latin1.GetChars(symbol[..chars.Length], chars);
        if (bySpan.TryGetValue(chars[..count], out var id)) return id;
        id = (uint)idBySymbol.Count + 1;
        var name = chars[..count].ToString();
        idBySymbol.Add(name, id);
        Symbols.Add(id, name);
        return id;
    }
}
