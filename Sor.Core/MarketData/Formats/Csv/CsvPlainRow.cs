using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sor.Core.MarketData.Formats.Csv;

/// <summary>
/// Reads rows that are written as nearly all rows of nearly all files are: no cell empty, times with nine decimals, prices in dollars with decimals or in
/// nano-dollars, other numbers of at most eight digits (fifteen in a sequence number). All digits of a row are converted side by side in vectors.
/// </summary>
/// <remarks>
/// It takes a row or leaves it, and never objects: a row that is not plain is left to <see cref="CsvReader"/>'s reading cell by cell, which knows all that may be
/// in a cell, and of a plain row would make the same record.
/// </remarks>
internal sealed class CsvPlainRow
{
    private readonly nint[] columnOf;
    private CsvSecond receiveSecond = new();
    private CsvSecond eventSecond = new();

    private CsvPlainRow(int[] columnOf) => this.columnOf = [.. columnOf.Select(c => (nint)c)];

    /// <summary>Makes one for the columns of a file, if it has those of all an MBP-1 record's fields.</summary>
    /// <param name="columnOf">The column of each <see cref="CsvField"/>, or -1.</param>
    public static CsvPlainRow? For(int[] columnOf) =>
        columnOf.AsSpan((int)CsvField.TsRecv..((int)CsvField.AskCt + 1)).Contains(-1) ? null : new CsvPlainRow(columnOf);

    /// <summary>Reads a row, unless it is not plain.</summary>
    /// <param name="text">The row, and <see cref="InputBuffer.Slack"/> bytes more.</param>
    /// <param name="starts">Where its cells are: see <see cref="CsvRows.Starts"/>. There are as many cells as columns.</param>
    /// <param name="record">The record; of no meaning if the row is not plain.</param>
    /// <returns>Whether the row is plain.</returns>
    public bool TryRead(ReadOnlySpan<byte> text, ReadOnlySpan<nint> starts, ref Mbp1 record)
    {
        var cells = new PlainCells(columnOf, starts, text);
        ref var receive = ref cells.At(CsvField.TsRecv, out var length);
        if (!receiveSecond.TryStart(ref receive, length, out var received, out var receiveDecimals)) return false;
        ref var happen = ref cells.At(CsvField.TsEvent, out length);
        if (!eventSecond.TryStart(ref happen, length, out var happened, out var eventDecimals)) return false;
        receive = ref Unsafe.Add(ref receive, receiveDecimals);
        happen = ref Unsafe.Add(ref happen, eventDecimals);

        var price = cells.Price(CsvField.Price);
        var bid = cells.Price(CsvField.BidPx);
        var ask = cells.Price(CsvField.AskPx);
        var delta = cells.Signed(CsvField.TsInDelta, out var minus);
        var sequence = cells.Long(CsvField.Sequence, out var sequenceHigh);

        var greatest = Vector128<byte>.Zero;
        var level = Digits.Values(cells.Number(CsvField.BidSz), cells.Number(CsvField.AskSz), cells.Number(CsvField.BidCt), cells.Number(CsvField.AskCt), ref greatest);
        var small = Digits.Values(cells.Number(CsvField.RecordType), cells.Number(CsvField.Depth), cells.Number(CsvField.Flags), cells.Number(CsvField.Publisher), ref greatest);
        var other = Digits.Values(cells.Number(CsvField.Instrument), cells.Number(CsvField.Size), delta, sequence, ref greatest);
        var high = Digits.Values(price.High, bid.High, ask.High, sequenceHigh, ref greatest);
        var low = Digits.Values(price.Low, bid.Low, ask.Low, Digits.Eight(ref receive), ref greatest);
        var last = Digits.Values(Digits.Eight(ref happen), 0, 0, 0, ref greatest);

        var (type, depth, flags, publisher) = (small[0], small[1], small[2], small[3]);
        var wholeSequence = high[3] * 100_000_000UL + other[3];
        var (receivedLast, happenedLast) = (Digits.Ninth(ref receive), Digits.Ninth(ref happen));

        record.Length = Mbp1.SizeInBytes / 4;
        record.RecordType = (byte)type;
        record.PublisherId = (ushort)publisher;
        record.InstrumentId = other[0];
        record.TsEvent = happened + last[0] * 10UL + happenedLast;
        record.Price = price.Nanos(high[0], low[0]);
        record.Size = other[1];
        record.Action = (RecordAction)cells.Letter(CsvField.Action);
        record.Side = (RecordSide)cells.Letter(CsvField.Side);
        record.Flags = (RecordFlags)flags;
        record.Depth = (byte)depth;
        record.TsRecv = received + low[3] * 10UL + receivedLast;
        record.TsInDelta = ((int)other[2] ^ -minus) + minus;
        record.Sequence = (uint)wholeSequence;
        record.BidPx = bid.Nanos(high[1], low[1]);
        record.AskPx = ask.Nanos(high[2], low[2]);
        level.StoreUnsafe(ref record.BidSz);
        return cells.ArePlain && Digits.AreDigits(greatest)
            && Math.Max(Math.Max(receivedLast, happenedLast), Math.Max(price.Last, Math.Max(bid.Last, ask.Last))) <= 9
            && (record.Price | record.BidPx | record.AskPx) >= 0
            && (type | depth | flags) <= byte.MaxValue && publisher is > 0 and <= ushort.MaxValue && wholeSequence <= uint.MaxValue
            && RecordCheck.IsAction(record.Action) && RecordCheck.IsSide(record.Side);
    }
}
