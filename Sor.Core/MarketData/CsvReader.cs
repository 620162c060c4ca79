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
    private readonly (int Column, CsvField Field)[] wanted;
    private readonly int[] ends;
    private CsvMinute eventMinute;
    private CsvMinute receiveMinute;
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
        wanted = [.. columns.Index().Where(c => c.Item != CsvField.Ignored)];
        ends = new int[columns.Length + 2 + Vector512<byte>.Count];
        ends[0] = -1;
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
        if (Split(row.Length) != columns.Length) return Reject(RejectReason.field_count, -1, row);
        var ahead = bytes.WindowAndSlack;
        ReadOnlySpan<byte> symbol = default;
        foreach (var (column, field) in wanted)
        {
            var start = ends[column] + 1;
            var length = ends[column + 1] - start;
            var text = ahead[start..];
            if (length >= 2 && text[0] == '"' && text[length - 1] == '"')
            {
                text = text[1..];
                length -= 2;
            }

            if (field == CsvField.Symbol) symbol = text[..length];
            else if (TryField(field, text, length, ref record) is { } reason) return Reject(reason, column, row);
        }

        // A row without any time would stop the clock for good.
        if (!Mbp1.IsDefinedTime(record.Time)) return Reject(RejectReason.bad_time, Array.IndexOf(columns, CsvField.TsEvent), row);
        if (!namesInstruments) return true;
        if (numbersInstruments) ids.Note(record.InstrumentId, symbol);
        else record.InstrumentId = ids.Of(symbol);
        return true;
    }

    /// <summary>Finds where all cells end, 64 bytes at a time: cell i goes from the byte after <c>ends[i]</c> to that before <c>ends[i + 1]</c>.</summary>
    /// <returns>How many cells the row has, or more than there are columns.</returns>
    private int Split(int length)
    {
        var cells = 1;
        var places = ends.AsSpan();
        ref var first = ref MemoryMarshal.GetReference(bytes.WindowAndSlack);
        var comma = Vector512.Create((byte)',');
        for (var at = 0; at < length && cells <= columns.Length; at += Vector512<byte>.Count)
        {
            var found = Vector512.Equals(Vector512.LoadUnsafe(ref first, (nuint)at), comma).ExtractMostSignificantBits();
            if (length - at < Vector512<byte>.Count) found &= (1UL << length - at) - 1;
            for (; found != 0; found &= found - 1) places[cells++] = at + BitOperations.TrailingZeroCount(found);
        }

        places[cells] = length;
        return cells;
    }

    private RejectReason? TryField(CsvField field, ReadOnlySpan<byte> text, int length, ref Mbp1 record)
    {
        long number;
        switch (field)
        {
            case CsvField.TsRecv:
                return CsvCell.TryTime(text, length, ref receiveMinute, out record.TsRecv) ? null : RejectReason.bad_time;
            case CsvField.TsEvent:
                return CsvCell.TryTime(text, length, ref eventMinute, out record.TsEvent) ? null : RejectReason.bad_time;
            case CsvField.RecordType:
                if (!CsvCell.TryInteger(text, length, 0, byte.MaxValue, out number)) return RejectReason.bad_number;
                record.RecordType = (byte)number;
                return null;
            case CsvField.Publisher:
                if (!CsvCell.TryInteger(text, length, 1, ushort.MaxValue, out number)) return RejectReason.bad_publisher;
                record.PublisherId = (ushort)number;
                return null;
            case CsvField.Instrument:
                if (!CsvCell.TryInteger(text, length, 0, uint.MaxValue, out number)) return RejectReason.bad_instrument;
                record.InstrumentId = (uint)number;
                return null;
            case CsvField.Action:
                record.Action = length == 1 ? (RecordAction)text[0] : length == 0 ? RecordAction.None : 0;
                return RecordCheck.IsAction(record.Action) ? null : RejectReason.bad_action;
            case CsvField.Side:
                record.Side = length == 1 ? (RecordSide)text[0] : length == 0 ? RecordSide.None : 0;
                return RecordCheck.IsSide(record.Side) ? null : RejectReason.bad_side;
            case CsvField.Price:
                return CsvCell.TryPrice(text, length, out record.Price) ? null : RejectReason.bad_price;
            case CsvField.BidPx:
                return CsvCell.TryPrice(text, length, out record.BidPx) ? null : RejectReason.bad_price;
            case CsvField.AskPx:
                return CsvCell.TryPrice(text, length, out record.AskPx) ? null : RejectReason.bad_price;
            case CsvField.Size:
                return CsvCell.TrySize(text, length, out record.Size) ? null : RejectReason.bad_size;
            case CsvField.BidSz:
                return CsvCell.TrySize(text, length, out record.BidSz) ? null : RejectReason.bad_size;
            case CsvField.AskSz:
                return CsvCell.TrySize(text, length, out record.AskSz) ? null : RejectReason.bad_size;
            default:
                return TryMinor(field, text, length, ref record) ? null : RejectReason.bad_number;
        }
    }

    /// <summary>Columns that describe and decide nothing but <c>flags</c>: empty is 0.</summary>
    private static bool TryMinor(CsvField field, ReadOnlySpan<byte> text, int length, ref Mbp1 record)
    {
        var (least, most) = field switch
        {
            CsvField.Flags or CsvField.Depth => (0, byte.MaxValue),
            CsvField.TsInDelta => (int.MinValue, int.MaxValue),
            _ => (0L, (long)uint.MaxValue),
        };
        if (!CsvCell.TryInteger(text, length, least, most, out var number) && length > 0) return false;
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
    private uint? noted;

    public SymbolIds() => bySpan = idBySymbol.GetAlternateLookup<ReadOnlySpan<char>>();

    public Dictionary<uint, string> Symbols { get; } = [];

    public void Note(uint id, ReadOnlySpan<byte> symbol)
    {
        if (id == noted) return;
        noted = id;
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
