namespace Sor.Core.MarketData.Formats.Csv;

/// <summary>Reads the cells of a row into a record.</summary>
/// <param name="header">The columns.</param>
/// <param name="instruments">Gives handles to instruments.</param>
/// <param name="priceScale">Parts of a dollar that prices are written in; 0 if their form tells.</param>
internal sealed class CsvRecord(CsvHeader header, InstrumentTable instruments, long priceScale)
{
    private readonly (CsvField Field, int Column)[] used = header.Used;
    private readonly Mbp1 blank = Blank(header);
    private CsvTime eventTime;
    private CsvTime receiveTime;
    private PriceNotes notes;
    private string lastSymbol = "";
    private uint? lastId;
    private uint? lastHandle;

    /// <summary>What was remarkable about prices so far.</summary>
    public PriceNotes Prices => notes;

    /// <summary>Whether any time was written without its zone.</summary>
    public bool SawNoZone => eventTime.SawNoZone || receiveTime.SawNoZone;

    /// <summary>The field whose cell in the last row was not as it should be.</summary>
    public CsvField Bad { get; private set; }

    /// <summary>Why it was not.</summary>
    public RejectReason Reason => Bad switch
    {
        CsvField.TsRecv or CsvField.TsEvent => RejectReason.bad_time,
        CsvField.Publisher or CsvField.Venue => RejectReason.bad_publisher,
        CsvField.Action => RejectReason.bad_action,
        CsvField.Side => RejectReason.bad_side,
        CsvField.Price or CsvField.BidPx or CsvField.AskPx => RejectReason.bad_price,
        CsvField.Size or CsvField.BidSz or CsvField.AskSz => RejectReason.bad_size,
        CsvField.Instrument => RejectReason.bad_instrument,
        _ => RejectReason.bad_number,
    };

    /// <summary>Reads a row's cells.</summary>
    /// <returns>Whether all are as they should be; if not, <see cref="Bad"/> says which is not.</returns>
    public bool TryRead(scoped in CsvCells cells, ref Mbp1 record)
    {
        record = blank;
        uint? id = null;
        ReadOnlySpan<char> symbol = default;
        foreach (var (field, column) in used)
        {
            var cell = cells[column];
            var number = 0L;
            var isRead = true;
            switch (field)
            {
                case CsvField.TsRecv:
                    isRead = receiveTime.TryRead(cell, out record.TsRecv);
                    break;
                case CsvField.TsEvent:
                    // A row without any time would stop the clock for good.
                    isRead = eventTime.TryRead(cell, out record.TsEvent) && Mbp1.IsDefinedTime(record.Time);
                    break;
                case CsvField.RecordType:
                    isRead = CsvCell.TryInteger(cell, 0, byte.MaxValue, out number);
                    record.RecordType = (byte)number;
                    break;
                case CsvField.Publisher:
                    isRead = CsvCell.TryInteger(cell, 1, ushort.MaxValue, out number);
                    record.PublisherId = (ushort)number;
                    break;
                case CsvField.Venue:
                    isRead = VenueNames.TryPublisher(cell, out record.PublisherId);
                    break;
                case CsvField.Action:
                    record.Action = (RecordAction)Letter(cell);
                    isRead = RecordCheck.IsAction(record.Action);
                    break;
                case CsvField.Side:
                    record.Side = (RecordSide)Letter(cell);
                    isRead = RecordCheck.IsSide(record.Side);
                    break;
                case CsvField.Price:
                    isRead = TryPrice(cell, out record.Price);
                    break;
                case CsvField.BidPx:
                    isRead = TryPrice(cell, out record.BidPx);
                    break;
                case CsvField.AskPx:
                    isRead = TryPrice(cell, out record.AskPx);
                    break;
                case CsvField.Size:
                    isRead = CsvCell.TrySize(cell, out record.Size);
                    break;
                case CsvField.BidSz:
                    isRead = CsvCell.TrySize(cell, out record.BidSz);
                    break;
                case CsvField.AskSz:
                    isRead = CsvCell.TrySize(cell, out record.AskSz);
                    break;
                case CsvField.Depth:
                    isRead = CsvCell.TryMinor(cell, 0, byte.MaxValue, out number);
                    record.Depth = (byte)number;
                    break;
                case CsvField.Flags:
                    isRead = CsvCell.TryMinor(cell, 0, byte.MaxValue, out number);
                    record.Flags = (RecordFlags)number;
                    break;
                case CsvField.TsInDelta:
                    isRead = CsvCell.TryMinor(cell, int.MinValue, int.MaxValue, out number);
                    record.TsInDelta = (int)number;
                    break;
                case CsvField.Sequence:
                    isRead = CsvCell.TryMinor(cell, 0, uint.MaxValue, out number);
                    record.Sequence = (uint)number;
                    break;
                case CsvField.BidCt:
                    isRead = CsvCell.TryMinor(cell, 0, uint.MaxValue, out number);
                    record.BidCt = (uint)number;
                    break;
                case CsvField.AskCt:
                    isRead = CsvCell.TryMinor(cell, 0, uint.MaxValue, out number);
                    record.AskCt = (uint)number;
                    break;
                case CsvField.Instrument:
                    isRead = CsvCell.TryInteger(cell, 0, uint.MaxValue, out number);
                    id = (uint)number;
                    break;
                case CsvField.Symbol:
                    symbol = cell;
                    break;
            }

            if (isRead) continue;
            Bad = field;
            return false;
        }

        record.InstrumentId = HandleOf(symbol, id);
        if (record.RecordType is Mbp1.BboSecond or Mbp1.BboMinute)
            (record.Action, record.Depth, record.TsInDelta) = (RecordAction.None, 0, 0);
        return true;
    }

    private uint HandleOf(ReadOnlySpan<char> symbol, uint? id)
    {
        if (lastHandle is null || id != lastId || !symbol.SequenceEqual(lastSymbol))
            (lastSymbol, lastId, lastHandle) = (symbol.ToString(), id, instruments.Handle(symbol, id));
        return lastHandle.Value;
    }

    private bool TryPrice(ReadOnlySpan<char> cell, out long price) =>
        priceScale == 0 ? CsvCell.TryPrice(cell, out price, ref notes) : CsvCell.TryScaledPrice(cell, priceScale, out price, ref notes);

    /// <summary>A single letter in capitals; <c>N</c> where there is nothing, 0 for anything else.</summary>
    private static char Letter(ReadOnlySpan<char> cell) =>
        cell.Length == 1 ? cell[0] is >= 'a' and <= 'z' ? (char)(cell[0] - 'a' + 'A') : cell[0] : CsvCell.IsNothing(cell) ? 'N' : '\0';

    /// <summary>A record before any of its cells is read: what a column that is not there leaves.</summary>
    private static Mbp1 Blank(CsvHeader header) => new()
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
