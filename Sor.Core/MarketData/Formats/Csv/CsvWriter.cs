using System.Text;

namespace Sor.Core.MarketData.Formats.Csv;

/// <summary>How numbers are written in CSV.</summary>
public enum CsvDialect
{
    /// <summary>
    /// As Databento's <c>to_csv</c>: times in ISO 8601 with nine decimals, prices in dollars with nine decimals; empty where undefined.
    /// </summary>
    Pretty,

    /// <summary>As Databento's batch files: nanoseconds since the epoch, nano-dollars; the largest number where undefined.</summary>
    Raw,
}

/// <summary>Writes records as MBP-1 rows in Databento's columns. See <c>docs/data.md</c>.</summary>
/// <remarks>
/// A last column has the symbol if the header maps any. Nothing is allocated per row. The stream is the caller's.
/// </remarks>
public sealed class CsvWriter : IRecordWriter
{
    private readonly Stream stream;
    private readonly AsciiWriter text;
    private readonly bool pretty;
    private readonly Dictionary<uint, byte[]>? symbols;

    /// <summary>Writes the header row.</summary>
    public CsvWriter(Stream stream, RecordFileHeader header, CsvDialect dialect)
    {
        (this.stream, text) = (stream, new AsciiWriter(stream));
        pretty = dialect == CsvDialect.Pretty;
        if (header.Symbols.Count > 0) symbols = header.Symbols.ToDictionary(s => s.InstrumentId, s => Encoding.UTF8.GetBytes(s.Symbol));
        if (symbols?.Values.FirstOrDefault(s => s.Length > 71 || s.AsSpan().IndexOfAny(",\"\r\n"u8) >= 0) is { } bad)
            throw SorException.Usage(
                $"'{Encoding.UTF8.GetString(bad)}': a symbol has at most 71 characters, and no comma, quote or line break");
        text.Write("ts_recv,ts_event,rtype,publisher_id,instrument_id,action,side,depth,price,size,flags,ts_in_delta,sequence,"u8);
        text.Write("bid_px_00,ask_px_00,bid_sz_00,ask_sz_00,bid_ct_00,ask_ct_00"u8);
        text.Write(symbols is null ? "\n"u8 : ",symbol\n"u8);
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<Mbp1> records)
    {
        foreach (ref readonly var record in records) Row(record);
    }

    /// <inheritdoc/>
    public void Complete()
    {
        text.Flush();
        stream.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Row(in Mbp1 record)
    {
        Stamp(record.TsRecv);
        Stamp(record.TsEvent);
        Number(record.RecordType);
        Number(record.PublisherId);
        Number(record.InstrumentId);
        Letter((char)record.Action);
        Letter((char)record.Side);
        Number(record.Depth);
        Price(record.Price);
        Number(record.Size);
        Number((byte)record.Flags);
        text.Write((long)record.TsInDelta);
        text.Write(',');
        Number(record.Sequence);
        Price(record.BidPx);
        Price(record.AskPx);
        Number(record.BidSz);
        Number(record.AskSz);
        Number(record.BidCt);
        text.Write((ulong)record.AskCt);
        if (symbols is not null) text.Write(',');
        if (symbols is not null && symbols.TryGetValue(record.InstrumentId, out var symbol)) text.Write(symbol);
        text.Write('\n');
    }

    private void Letter(char letter)
    {
        text.Write(letter);
        text.Write(',');
    }

    private void Number(ulong value)
    {
        text.Write(value);
        text.Write(',');
    }

    private void Price(long price)
    {
        if (!pretty) text.Write(price);
        else if (price != Mbp1.UndefinedPrice) text.WriteNineDecimals(price);
        text.Write(',');
    }

    private void Stamp(ulong time)
    {
        if (!pretty) text.Write(time);
        else if (time != Mbp1.UndefinedTime) text.WriteTime(time);
        text.Write(',');
    }
}
