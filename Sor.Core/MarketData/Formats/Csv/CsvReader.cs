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
    private readonly long priceScale;
    private readonly CsvHeader header;
    private readonly CsvRecord reading;
    private readonly CsvText text;
    private readonly SepReader rows;
    private readonly QuotedRow quoted;
    private readonly OpenQuote open = new();
    private readonly QuoteDoubts doubts = new();
    private long line;
    private long accepted;
    private ulong firstTime;
    private ulong lastTime;

    public CsvReader(FormatInput input)
    {
        (file, rejects, priceScale) = (input.Bytes.Name, input.Rejects, input.PriceScale);
        if (!input.Bytes.Has(1)) throw SorException.BadData($"{file}: the file is empty");
        text = new CsvText(input.Bytes);
        var first = text.ReadFirstLine(out line);
        if (first.Length == 0) throw SorException.BadData($"{file}: there are only blank lines");
        header = CsvHeader.Parse(first, file, line);
        reading = new CsvRecord(header, input.Instruments, priceScale);
        quoted = new QuotedRow(header.Separator);
        Schema = new SourceSchema(
            "csv",
            header.Has(CsvField.BidPx) && header.Has(CsvField.BidSz),
            header.Has(CsvField.Action) && header.Has(CsvField.Price) && header.Has(CsvField.Size) && !IsSampled());
        rows = Sep.New(header.Separator)
            .Reader(o => o with { HasHeader = false, DisableColCountCheck = true, DisableQuotesParsing = true })
            .From(text);
    }

    public SourceSchema Schema { get; }

    public long Rows { get; private set; }

    public InstrumentsBy InstrumentsBy =>
        header.Has(CsvField.Symbol) ? InstrumentsBy.Symbol : header.Has(CsvField.Instrument) ? InstrumentsBy.Id : InstrumentsBy.File;

    public long Rounded => reading.Prices.Rounded;

    public IReadOnlyList<Notice> Doubts =>
    [
        .. new[]
        {
            doubts.OfPrices(file, priceScale == 0 && reading.Prices.AreWhole),
            doubts.OfSizes(file),
            doubts.OfTrades(file),
            reading.SawNoZone ? CsvDoubts.OfHours(file, firstTime, lastTime) : null,
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
        if (!reading.TryRead(cells, ref record)) return Reject(reading.Reason, reading.Bad, cells, at);
        if (accepted++ == 0) firstTime = record.Time;
        lastTime = record.Time;
        doubts.See(in record);
        return true;
    }

    /// <param name="reason">Why.</param>
    /// <param name="field">Whose cell; <see cref="CsvField.Ignored"/> for the row as a whole.</param>
    /// <param name="cells">The row.</param>
    /// <param name="at">Its line.</param>
    private bool Reject(RejectReason reason, CsvField field, scoped in CsvCells cells, long at)
    {
        var column = field == CsvField.Ignored ? -1 : header.ColumnOf[(int)field];
        var place = new RowPlace(file, at, column + 1, column < 0 ? "" : header.Names[column], 0);
        if (accepted == 0 && column >= 0)
        {
            if (reason == RejectReason.bad_time) CsvDoubts.CheckTime(cells[column], place);
            if (reason == RejectReason.bad_price) CsvDoubts.CheckPrice(cells[column], place);
        }

        if (reason != RejectReason.line_too_long && header.IsContradictedBy(cells))
        {
            throw SorException.BadData(
                $"{file}, line {at}: a header again, with other columns than the first, so that the rows after it would be read under the "
                + "wrong names; give the files that were put together here one by one");
        }

        rejects.Add(reason, place, cells.Text, Rows);
        return false;
    }

    /// <summary>
    /// Whether the first row is of BBO: its price and size are of the last trade, in records that are sampled, so prints are missing.
    /// Data frames may give it the columns of MBP-1.
    /// </summary>
    private bool IsSampled()
    {
        var column = header.ColumnOf[(int)CsvField.RecordType];
        return column >= 0 && quoted.Split(text.PeekLine()) && column < quoted.Cells
            && CsvCell.TryInteger(quoted[column].Trim(), Mbp1.BboSecond, Mbp1.BboMinute, out _);
    }
}
