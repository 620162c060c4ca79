using System.Runtime.CompilerServices;
using nietras.SeparatedValues;

namespace Sor.Core.MarketData.Formats.Csv;

/// <summary>
/// Reads CSV by header name: MBP-1, MBP-10 and BBO as Databento writes them, what spreadsheets and data frames make of those, and quotes by
/// venue under other usual names.
/// </summary>
/// <remarks>
/// Sep splits lines into cells. It is told to leave quotes alone: it would let one that somebody forgot swallow the rows after it, where
/// here each bad line is rejected by itself.
/// Rows with quotes are <see cref="QuotedRow"/>'s.
/// </remarks>
internal sealed class CsvReader : IFormatReader
{
    private readonly string file;
    private readonly FileRejects rejects;
    private readonly InstrumentTable instruments;
    private readonly long priceScale;
    private readonly CsvHeader header;
    private readonly CsvText text;
    private readonly SepReader rows;
    private readonly QuotedRow quoted;
    private readonly OpenQuote open = new();
    private readonly int[] columnOf;
    private readonly bool namesVenues;
    private readonly Mbp1 blank;
    private CsvTime eventTime;
    private CsvTime receiveTime;
    private PriceNotes notes;
    private (RejectReason Reason, CsvField Field) bad;
    private long lowestAsk = Mbp1.UndefinedPrice;
    private string lastSymbol = "";
    private uint? lastId;
    private uint? lastHandle;
    private long line;
    private long accepted;
    private ulong firstTime;
    private ulong lastTime;

    public CsvReader(FormatInput input)
    {
        (file, rejects, instruments, priceScale) = (input.Bytes.Name, input.Rejects, input.Instruments, input.PriceScale);
        if (!input.Bytes.Has(1)) throw SorException.BadData($"{file}: the file is empty");
        text = new CsvText(input.Bytes);
        var first = text.ReadFirstLine(out line);
        if (first.Length == 0) throw SorException.BadData($"{file}: there are only blank lines");
        header = CsvHeader.Parse(first, file, line);
        columnOf = header.ColumnOf;
        namesVenues = !header.Has(CsvField.Publisher);
        blank = Blank();
        Schema = new SourceSchema(
            "csv",
            header.Has(CsvField.BidPx) && header.Has(CsvField.BidSz),
            header.Has(CsvField.Action) && header.Has(CsvField.Price) && header.Has(CsvField.Size));
        quoted = new QuotedRow(header.Separator);
        rows = Sep.New(header.Separator)
            .Reader(o => o with { HasHeader = false, DisableColCountCheck = true, DisableQuotesParsing = true })
            .From(text);
    }

    public SourceSchema Schema { get; }

    public long Rows { get; private set; }

    public InstrumentsBy InstrumentsBy =>
        header.Has(CsvField.Symbol) ? InstrumentsBy.Symbol : header.Has(CsvField.Instrument) ? InstrumentsBy.Id : InstrumentsBy.File;

    public long Rounded => notes.Rounded;

    public IReadOnlyList<Notice> Doubts =>
    [
        .. new[]
        {
            priceScale == 0 && notes.AreWhole ? PriceDoubt.Of(file, lowestAsk) : null,
            eventTime.SawNoZone || receiveTime.SawNoZone ? CsvDoubts.OfHours(file, firstTime, lastTime) : null,
        }.OfType<Notice>(),
    ];

    public int Read(Span<Mbp1> destination)
    {
        var count = 0;
        while (count < destination.Length)
        {
            if (!rows.MoveNext())
            {
                RejectOpen();
                break;
            }

            line++;
            var row = rows.Current;
            var whole = row.Span;
            if (whole.IsEmpty && !open.IsOpen) continue;
            var isRecord = text.HasQuotes && (open.IsOpen || whole.Contains('"'))
                ? TryQuoted(whole, ref destination[count])
                : TryRead(new CsvCells(row, whole), line, ref destination[count]);
            if (isRecord) count++;
        }

        return count;
    }

    public void Dispose() => rows.Dispose();

    /// <summary>Reads a row with quotes. One that ends within them goes on in the next line, unless that is a row of its own.</summary>
    private bool TryQuoted(ReadOnlySpan<char> row, ref Mbp1 record)
    {
        var isWhole = quoted.Split(row);
        if (!open.IsOpen || (isWhole && !quoted.HasStrayQuote && quoted.Cells == header.Names.Length))
        {
            RejectOpen();
            if (isWhole) return TryRead(new CsvCells(quoted, row), line, ref record);
            open.Hold(line, row);
            return false;
        }

        var joined = open.With(row);
        isWhole = quoted.Split(joined);
        if (isWhole && quoted.Cells == header.Names.Length)
        {
            var first = open.FirstLine;
            open.Take();
            return TryRead(new CsvCells(quoted, joined), first, ref record);
        }

        if (!isWhole && joined.Length <= CsvText.LongestLine)
        {
            open.Hold(line, row);
            return false;
        }

        RejectOpen();
        return TryQuoted(row, ref record);
    }

    private void RejectOpen()
    {
        if (!open.IsOpen) return;
        foreach (var (at, text) in open.Take())
        {
            Rows++;
            rejects.Add(RejectReason.field_count, new RowPlace(file, at, 0, "", 0), text, Rows);
        }
    }

    private bool TryRead(scoped in CsvCells cells, long at, ref Mbp1 record)
    {
        Rows++;
        if (cells.Text.Length > CsvText.LongestLine) return Reject(RejectReason.line_too_long, CsvField.Ignored, cells, at);
        if (cells.Count != header.Names.Length) return Reject(RejectReason.field_count, CsvField.Ignored, cells, at);
        record = blank;
        if (!Parse(cells, ref record)) return Reject(bad.Reason, bad.Field, cells, at);
        if (accepted++ == 0) firstTime = record.Time;
        lastTime = record.Time;
        if (record.AskPx < lowestAsk && record.AskPx > 0) lowestAsk = record.AskPx;
        return true;
    }

    /// <summary>Reads a row's cells.</summary>
    /// <returns>Whether all are as they should be; if not, <see cref="bad"/> says which is not, and why.</returns>
    private bool Parse(scoped in CsvCells cells, ref Mbp1 record)
    {
        if (Find(CsvField.TsRecv, cells, out var cell) && !receiveTime.TryRead(cell, out record.TsRecv))
            return Bad(RejectReason.bad_time, CsvField.TsRecv);
        if (Find(CsvField.TsEvent, cells, out cell) && !eventTime.TryRead(cell, out record.TsEvent))
            return Bad(RejectReason.bad_time, CsvField.TsEvent);

        // A row without any time would stop the clock for good.
        if (!Mbp1.IsDefinedTime(record.Time)) return Bad(RejectReason.bad_time, CsvField.TsEvent);
        if (Find(CsvField.RecordType, cells, out cell))
        {
            if (!CsvCell.TryInteger(cell, 0, byte.MaxValue, out var type)) return Bad(RejectReason.bad_number, CsvField.RecordType);
            record.RecordType = (byte)type;
        }

        if (namesVenues)
        {
            Find(CsvField.Venue, cells, out cell);
            if (!VenueNames.TryPublisher(cell, out record.PublisherId)) return Bad(RejectReason.bad_publisher, CsvField.Venue);
        }
        else
        {
            Find(CsvField.Publisher, cells, out cell);
            if (!CsvCell.TryInteger(cell, 1, ushort.MaxValue, out var publisher))
                return Bad(RejectReason.bad_publisher, CsvField.Publisher);
            record.PublisherId = (ushort)publisher;
        }

        if (Find(CsvField.Action, cells, out cell))
        {
            record.Action = (RecordAction)Letter(cell);
            if (!RecordCheck.IsAction(record.Action)) return Bad(RejectReason.bad_action, CsvField.Action);
        }

        if (Find(CsvField.Side, cells, out cell))
        {
            record.Side = (RecordSide)Letter(cell);
            if (!RecordCheck.IsSide(record.Side)) return Bad(RejectReason.bad_side, CsvField.Side);
        }

        return Quote(cells, ref record) && Minor(cells, ref record) && Identity(cells, ref record);
    }

    private bool Quote(scoped in CsvCells cells, ref Mbp1 record)
    {
        if (Find(CsvField.Price, cells, out var cell) && !TryPrice(cell, out record.Price))
            return Bad(RejectReason.bad_price, CsvField.Price);
        if (Find(CsvField.BidPx, cells, out cell) && !TryPrice(cell, out record.BidPx)) return Bad(RejectReason.bad_price, CsvField.BidPx);
        if (Find(CsvField.AskPx, cells, out cell) && !TryPrice(cell, out record.AskPx)) return Bad(RejectReason.bad_price, CsvField.AskPx);
        if (Find(CsvField.Size, cells, out cell) && !CsvCell.TrySize(cell, out record.Size))
            return Bad(RejectReason.bad_size, CsvField.Size);
        if (Find(CsvField.BidSz, cells, out cell) && !CsvCell.TrySize(cell, out record.BidSz))
            return Bad(RejectReason.bad_size, CsvField.BidSz);
        if (Find(CsvField.AskSz, cells, out cell) && !CsvCell.TrySize(cell, out record.AskSz))
            return Bad(RejectReason.bad_size, CsvField.AskSz);
        return true;
    }

    /// <summary>Columns that describe and decide nothing but <c>flags</c>: empty is 0.</summary>
    private bool Minor(scoped in CsvCells cells, ref Mbp1 record)
    {
        if (!TryMinor(CsvField.Depth, 0, byte.MaxValue, record.Depth, cells, out var number))
            return Bad(RejectReason.bad_number, CsvField.Depth);
        record.Depth = (byte)number;
        if (!TryMinor(CsvField.Flags, 0, byte.MaxValue, (byte)record.Flags, cells, out number))
            return Bad(RejectReason.bad_number, CsvField.Flags);
        record.Flags = (RecordFlags)number;
        if (!TryMinor(CsvField.TsInDelta, int.MinValue, int.MaxValue, 0, cells, out number))
            return Bad(RejectReason.bad_number, CsvField.TsInDelta);
        record.TsInDelta = (int)number;
        if (!TryMinor(CsvField.Sequence, 0, uint.MaxValue, 0, cells, out number)) return Bad(RejectReason.bad_number, CsvField.Sequence);
        record.Sequence = (uint)number;
        if (!TryMinor(CsvField.BidCt, 0, uint.MaxValue, 0, cells, out number)) return Bad(RejectReason.bad_number, CsvField.BidCt);
        record.BidCt = (uint)number;
        if (!TryMinor(CsvField.AskCt, 0, uint.MaxValue, 0, cells, out number)) return Bad(RejectReason.bad_number, CsvField.AskCt);
        record.AskCt = (uint)number;
        return true;
    }

    private bool TryMinor(CsvField field, long least, long most, long absent, scoped in CsvCells cells, out long number)
    {
        number = absent;
        if (!Find(field, cells, out var cell) || CsvCell.TryInteger(cell, least, most, out number)) return true;
        number = 0;
        return CsvCell.IsNothing(cell);
    }

    private bool Identity(scoped in CsvCells cells, ref Mbp1 record)
    {
        uint? id = null;
        if (Find(CsvField.Instrument, cells, out var cell))
        {
            if (!CsvCell.TryInteger(cell, 0, uint.MaxValue, out var number)) return Bad(RejectReason.bad_instrument, CsvField.Instrument);
            id = (uint)number;
        }

        Find(CsvField.Symbol, cells, out var symbol);
        if (lastHandle is null || id != lastId || !symbol.SequenceEqual(lastSymbol))
            (lastSymbol, lastId, lastHandle) = (symbol.ToString(), id, instruments.Handle(symbol, id));
        record.InstrumentId = lastHandle.Value;
        return true;
    }

    private bool Bad(RejectReason reason, CsvField field)
    {
        bad = (reason, field);
        return false;
    }

    private bool TryPrice(ReadOnlySpan<char> cell, out long price) =>
        priceScale == 0 ? CsvCell.TryPrice(cell, out price, ref notes) : CsvCell.TryScaledPrice(cell, priceScale, out price, ref notes);

    /// <summary>A single letter in capitals; <c>N</c> where there is nothing, 0 for anything else.</summary>
    private static char Letter(ReadOnlySpan<char> cell) =>
        cell.Length == 1 ? cell[0] is >= 'a' and <= 'z' ? (char)(cell[0] - 'a' + 'A') : cell[0] : CsvCell.IsNothing(cell) ? 'N' : '\0';

    /// <summary>Finds a field's cell.</summary>
    /// <returns>Whether there is such a column.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Find(CsvField field, scoped in CsvCells cells, out ReadOnlySpan<char> cell)
    {
        var column = columnOf[(int)field];
        cell = column < 0 ? default : cells[column];
        return column >= 0;
    }

    /// <param name="reason">Why.</param>
    /// <param name="field">Whose cell; <see cref="CsvField.Ignored"/> for the row as a whole.</param>
    /// <param name="cells">The row.</param>
    /// <param name="at">Its line.</param>
    private bool Reject(RejectReason reason, CsvField field, scoped in CsvCells cells, long at)
    {
        var column = field == CsvField.Ignored ? -1 : columnOf[(int)field];
        var place = new RowPlace(file, at, column + 1, column < 0 ? "" : header.Names[column], 0);
        if (accepted == 0 && column >= 0)
        {
            if (reason == RejectReason.bad_time) CsvDoubts.CheckTime(cells[column], place);
            if (reason == RejectReason.bad_price) CsvDoubts.CheckPrice(cells[column], place);
        }

        rejects.Add(reason, place, cells.Text, Rows);
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
