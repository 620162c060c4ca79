using System.Runtime.CompilerServices;

namespace Sor.Core.MarketData.Formats.Csv;

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
    /// <summary>The most rows in turn that are not even tried as plain ones.</summary>
    private const int LongestPause = 63;

    private readonly InputBuffer bytes;
    private readonly Quarantine quarantine;
    private readonly SymbolIds ids;
    private readonly CsvRows rows;
    private readonly CsvHeader header;
    private readonly bool namesInstruments;
    private readonly bool numbersInstruments;
    private readonly Mbp1 blank;
    private readonly int[] columnOf;
    private readonly CsvPlainRow? plain;
    private int pause;
    private int nextPause;
    private CsvMinute eventMinute;
    private CsvMinute receiveMinute;
    private long line = 1;

    public CsvReader(InputBuffer bytes, Quarantine quarantine, SymbolIds ids)
    {
        (this.bytes, this.quarantine, this.ids) = (bytes, quarantine, ids);
        if (!bytes.Has(1)) throw SorException.BadData($"{bytes.Name}: the file is empty");
        if (bytes.Has(3) && bytes.Window.StartsWith("\uFEFF"u8)) bytes.Consume(3);
        rows = new CsvRows(bytes);
        while (rows.TryFind() && rows.Length == 0)
        {
            bytes.Consume(rows.LengthWithEnd);
            line++;
        }

        if (!bytes.Has(1)) throw SorException.BadData($"{bytes.Name}: there are only blank lines");
        if (!rows.TryFind()) throw SorException.BadData($"{bytes.Name}, line {line}: no line end within {CsvRows.LongestLine} bytes: this is not CSV; check what the file is");
        header = CsvHeader.Parse(rows.Row, bytes.Name, line);
        bytes.Consume(rows.LengthWithEnd);
        rows.Columns = header.Columns.Length;
        columnOf = header.ColumnOf();
        plain = CsvPlainRow.For(columnOf);
        namesInstruments = header.Has(CsvField.Symbol);
        numbersInstruments = header.Has(CsvField.Instrument);
        blank = Blank();
        Schema = new SourceSchema("csv", header.Has(CsvField.BidPx) && header.Has(CsvField.BidSz), header.Has(CsvField.Action) && header.Has(CsvField.Price) && header.Has(CsvField.Size));
    }

    public SourceSchema Schema { get; }

    public long Rows { get; private set; }

    public InstrumentsBy InstrumentsBy => numbersInstruments ? InstrumentsBy.Id : namesInstruments ? InstrumentsBy.Symbol : InstrumentsBy.File;

    public Dictionary<uint, string> Symbols => ids.Symbols;

    public int Read(Span<Mbp1> destination)
    {
        var count = 0;
        while (count < destination.Length)
        {
            if (!rows.TryFind())
            {
                if (bytes.Window.IsEmpty) break;
                SkipLongLine();
                continue;
            }

            line++;
            if (rows.Length > 0)
            {
                Rows++;
                if (TryRead(ref destination[count])) count++;
            }

            bytes.Consume(rows.LengthWithEnd);
        }

        return count;
    }

    private void SkipLongLine()
    {
        line++;
        Rows++;
        quarantine.Add(RejectReason.line_too_long, new RowPlace(bytes.Name, line, 0, "", bytes.Offset), bytes.Window[..CsvRows.LongestLine], Rows);
        while (true)
        {
            var end = bytes.Window.IndexOf((byte)'\n');
            bytes.Consume(end < 0 ? bytes.Window.Length : end + 1);
            if (end >= 0 || !bytes.Fill()) return;
        }
    }

    private bool TryRead(ref Mbp1 record)
    {
        if (rows.Cells != rows.Columns) return Reject(RejectReason.field_count, CsvField.Ignored, rows.Row);
        if (TryReadPlain(ref record)) return TryIdentity(bytes.WindowAndSlack, rows.Row, ref record);
        record = blank;
        return Parse(rows.Row, ref record);
    }

    /// <summary>Reads a plain row. Where row after row is not plain, fewer and fewer are tried, for a row tried in vain takes half as long again.</summary>
    private bool TryReadPlain(ref Mbp1 record)
    {
        if (plain is null || pause-- > 0) return false;
        var isPlain = plain.TryRead(bytes.WindowAndSlack, rows.Starts, ref record);
        (pause, nextPause) = isPlain ? (0, 0) : (nextPause, Math.Min(2 * nextPause + 1, LongestPause));
        return isPlain;
    }

    // Field after field in their usual order, whatever that of the columns: a jump that depends on the column costs more than reading most cells does.
    private bool Parse(ReadOnlySpan<byte> row, ref Mbp1 record)
    {
        var ahead = bytes.WindowAndSlack;
        long number;
        if (Find(CsvField.TsRecv, ahead, out var text, out var length) && !CsvCell.TryTime(text, length, ref receiveMinute, out record.TsRecv))
            return Reject(RejectReason.bad_time, CsvField.TsRecv, row);
        if (Find(CsvField.TsEvent, ahead, out text, out length) && !CsvCell.TryTime(text, length, ref eventMinute, out record.TsEvent))
            return Reject(RejectReason.bad_time, CsvField.TsEvent, row);
        if (Find(CsvField.RecordType, ahead, out text, out length))
        {
            if (!CsvCell.TryInteger(text, length, 0, byte.MaxValue, out number)) return Reject(RejectReason.bad_number, CsvField.RecordType, row);
            record.RecordType = (byte)number;
        }

        if (Find(CsvField.Publisher, ahead, out text, out length))
        {
            if (!CsvCell.TryInteger(text, length, 1, ushort.MaxValue, out number)) return Reject(RejectReason.bad_publisher, CsvField.Publisher, row);
            record.PublisherId = (ushort)number;
        }

        if (Find(CsvField.Instrument, ahead, out text, out length))
        {
            if (!CsvCell.TryInteger(text, length, 0, uint.MaxValue, out number)) return Reject(RejectReason.bad_instrument, CsvField.Instrument, row);
            record.InstrumentId = (uint)number;
        }

        if (Find(CsvField.Action, ahead, out text, out length))
        {
            record.Action = length == 1 ? (RecordAction)text[0] : length == 0 ? RecordAction.None : 0;
            if (!RecordCheck.IsAction(record.Action)) return Reject(RejectReason.bad_action, CsvField.Action, row);
        }

        if (Find(CsvField.Side, ahead, out text, out length))
        {
            record.Side = length == 1 ? (RecordSide)text[0] : length == 0 ? RecordSide.None : 0;
            if (!RecordCheck.IsSide(record.Side)) return Reject(RejectReason.bad_side, CsvField.Side, row);
        }

        return TryMinor(ahead, row, ref record) && TryQuote(ahead, row, ref record) && TryIdentity(ahead, row, ref record);
    }

    /// <summary>Columns that describe and decide nothing but <c>flags</c>: empty is 0.</summary>
    private bool TryMinor(ReadOnlySpan<byte> ahead, ReadOnlySpan<byte> row, ref Mbp1 record)
    {
        if (!TryMinor(CsvField.Depth, 0, byte.MaxValue, record.Depth, ahead, row, out var number)) return false;
        record.Depth = (byte)number;
        if (!TryMinor(CsvField.Flags, 0, byte.MaxValue, (byte)record.Flags, ahead, row, out number)) return false;
        record.Flags = (RecordFlags)number;
        if (!TryMinor(CsvField.TsInDelta, int.MinValue, int.MaxValue, record.TsInDelta, ahead, row, out number)) return false;
        record.TsInDelta = (int)number;
        if (!TryMinor(CsvField.Sequence, 0, uint.MaxValue, record.Sequence, ahead, row, out number)) return false;
        record.Sequence = (uint)number;
        if (!TryMinor(CsvField.BidCt, 0, uint.MaxValue, record.BidCt, ahead, row, out number)) return false;
        record.BidCt = (uint)number;
        if (!TryMinor(CsvField.AskCt, 0, uint.MaxValue, record.AskCt, ahead, row, out number)) return false;
        record.AskCt = (uint)number;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryMinor(CsvField field, long least, long most, long absent, ReadOnlySpan<byte> ahead, ReadOnlySpan<byte> row, out long number)
    {
        number = absent;
        if (!Find(field, ahead, out var text, out var length)) return true;
        return CsvCell.TryInteger(text, length, least, most, out number) || length == 0 || Reject(RejectReason.bad_number, field, row);
    }

    private bool TryQuote(ReadOnlySpan<byte> ahead, ReadOnlySpan<byte> row, ref Mbp1 record)
    {
        if (Find(CsvField.Price, ahead, out var text, out var length) && !CsvCell.TryPrice(text, length, out record.Price)) return Reject(RejectReason.bad_price, CsvField.Price, row);
        if (Find(CsvField.Size, ahead, out text, out length) && !CsvCell.TrySize(text, length, out record.Size)) return Reject(RejectReason.bad_size, CsvField.Size, row);
        if (Find(CsvField.BidPx, ahead, out text, out length) && !CsvCell.TryPrice(text, length, out record.BidPx)) return Reject(RejectReason.bad_price, CsvField.BidPx, row);
        if (Find(CsvField.AskPx, ahead, out text, out length) && !CsvCell.TryPrice(text, length, out record.AskPx)) return Reject(RejectReason.bad_price, CsvField.AskPx, row);
        if (Find(CsvField.BidSz, ahead, out text, out length) && !CsvCell.TrySize(text, length, out record.BidSz)) return Reject(RejectReason.bad_size, CsvField.BidSz, row);
        return !Find(CsvField.AskSz, ahead, out text, out length) || CsvCell.TrySize(text, length, out record.AskSz) || Reject(RejectReason.bad_size, CsvField.AskSz, row);
    }

    private bool TryIdentity(ReadOnlySpan<byte> ahead, ReadOnlySpan<byte> row, ref Mbp1 record)
    {
        // A row without any time would stop the clock for good.
        if (!Mbp1.IsDefinedTime(record.Time)) return Reject(RejectReason.bad_time, CsvField.TsEvent, row);
        if (!namesInstruments) return true;
        Find(CsvField.Symbol, ahead, out var text, out var length);
        if (numbersInstruments) ids.Note(record.InstrumentId, text[..length]);
        else record.InstrumentId = ids.Of(text[..length]);
        return true;
    }

    /// <summary>Finds a field's cell, without quotes around it.</summary>
    /// <returns>Whether there is such a column.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Find(CsvField field, ReadOnlySpan<byte> ahead, out ReadOnlySpan<byte> text, out int length)
    {
        var column = columnOf[(int)field];
        if (column < 0)
        {
            text = default;
            length = 0;
            return false;
        }

        var start = (int)rows.Starts[column];
        length = (int)rows.Starts[column + 1] - 1 - start;
        text = ahead[start..];
        if (length >= 2 && text[0] == '"' && text[length - 1] == '"')
        {
            text = text[1..];
            length -= 2;
        }

        return true;
    }

    /// <param name="reason">Why.</param>
    /// <param name="field">Whose cell; <see cref="CsvField.Ignored"/> for the row as a whole.</param>
    /// <param name="row">The row.</param>
    private bool Reject(RejectReason reason, CsvField field, ReadOnlySpan<byte> row)
    {
        var place = field == CsvField.Ignored
            ? new RowPlace(bytes.Name, line, 0, "", bytes.Offset)
            : new RowPlace(bytes.Name, line, columnOf[(int)field] + 1, header.Names[columnOf[(int)field]], bytes.Offset);
        quarantine.Add(reason, place, row, Rows);
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
