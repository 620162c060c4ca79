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
/// A last column has the symbol if the header maps any. Digits go straight into a byte buffer; nothing is allocated per row. The stream is
/// the caller's.
/// </remarks>
public sealed class CsvWriter : IRecordWriter
{
    private const int BufferSize = 1 << 17;
    private const int LongestRow = 512;

    private static readonly byte[] TwoDigits = MakeTwoDigits();

    private readonly Stream stream;
    private readonly bool pretty;
    private readonly Dictionary<uint, byte[]>? symbols;
    private readonly byte[] buffer = new byte[BufferSize];
    private StampText recvText = new();
    private StampText eventText = new();
    private int length;

    /// <summary>Writes the header row.</summary>
    public CsvWriter(Stream stream, RecordFileHeader header, CsvDialect dialect)
    {
        this.stream = stream;
        pretty = dialect == CsvDialect.Pretty;
        if (header.Symbols.Count > 0) symbols = header.Symbols.ToDictionary(s => s.InstrumentId, s => Encoding.UTF8.GetBytes(s.Symbol));
        if (symbols?.Values.FirstOrDefault(s => s.Length > 71 || s.AsSpan().IndexOfAny(",\"\r\n"u8) >= 0) is { } bad)
            throw SorException.Usage(
                $"'{Encoding.UTF8.GetString(bad)}': a symbol has at most 71 characters, and no comma, quote or line break");
        Append("ts_recv,ts_event,rtype,publisher_id,instrument_id,action,side,depth,price,size,flags,ts_in_delta,sequence,"u8);
        Append("bid_px_00,ask_px_00,bid_sz_00,ask_sz_00,bid_ct_00,ask_ct_00"u8);
        Append(symbols is null ? "\n"u8 : ",symbol\n"u8);
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<Mbp1> records)
    {
        foreach (ref readonly var record in records)
        {
            if (length > BufferSize - LongestRow) Flush();
            Row(record);
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        Flush();
        stream.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Flush()
    {
        stream.Write(buffer, 0, length);
        length = 0;
    }

    private void Row(in Mbp1 record)
    {
        Stamp(record.TsRecv, ref recvText);
        Stamp(record.TsEvent, ref eventText);
        Number(record.RecordType);
        Number(record.PublisherId);
        Number(record.InstrumentId);
        Letter((byte)record.Action);
        Letter((byte)record.Side);
        Number(record.Depth);
        Price(record.Price);
        Number(record.Size);
        Number((byte)record.Flags);
        Signed(record.TsInDelta);
        Number(record.Sequence);
        Price(record.BidPx);
        Price(record.AskPx);
        Number(record.BidSz);
        Number(record.AskSz);
        Number(record.BidCt);
        Number(record.AskCt);
        if (symbols is null) length--;
        else if (symbols.TryGetValue(record.InstrumentId, out var symbol)) Append(symbol);
        buffer[length++] = (byte)'\n';
    }

    private void Letter(byte letter)
    {
        buffer[length] = letter;
        buffer[length + 1] = (byte)',';
        length += 2;
    }

    private void Number(ulong value)
    {
        Digits(value);
        buffer[length++] = (byte)',';
    }

    private void Signed(long value)
    {
        if (value < 0) buffer[length++] = (byte)'-';
        Number(value < 0 ? 0UL - (ulong)value : (ulong)value);
    }

    private void Price(long price)
    {
        if (!pretty)
        {
            Signed(price);
            return;
        }

        if (price != Mbp1.UndefinedPrice)
        {
            if (price < 0) buffer[length++] = (byte)'-';
            var (dollars, nanos) = Math.DivRem(price < 0 ? 0UL - (ulong)price : (ulong)price, (ulong)Nanos.One);
            Digits(dollars);
            buffer[length++] = (byte)'.';
            NineDigits((uint)nanos);
        }

        buffer[length++] = (byte)',';
    }

    private void Stamp(ulong time, ref StampText cached)
    {
        if (!pretty)
        {
            Number(time);
            return;
        }

        if (time != Mbp1.UndefinedTime)
        {
            var second = time / (ulong)Nanos.One;
            Append(cached.Of(second));
            NineDigits((uint)(time - second * (ulong)Nanos.One));
            buffer[length++] = (byte)'Z';
        }

        buffer[length++] = (byte)',';
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(buffer.AsSpan(length));
        length += text.Length;
    }

    private void Digits(ulong value)
    {
        if (value < 10)
        {
            buffer[length++] = (byte)('0' + value);
            return;
        }

        value.TryFormat(buffer.AsSpan(length), out var written);
        length += written;
    }

    private void NineDigits(uint value)
    {
        var to = buffer.AsSpan(length, 9);
        var (high, low) = Math.DivRem(value, 10_000u);
        var (top, middle) = Math.DivRem(high, 10_000u);
        to[0] = (byte)('0' + top);
        FourDigits(to[1..], middle);
        FourDigits(to[5..], low);
        length += 9;
    }

    private static void FourDigits(Span<byte> to, uint value)
    {
        var (high, low) = Math.DivRem(value, 100u);
        TwoDigits.AsSpan((int)high * 2, 2).CopyTo(to);
        TwoDigits.AsSpan((int)low * 2, 2).CopyTo(to[2..]);
    }

    private static byte[] MakeTwoDigits()
    {
        var digits = new byte[200];
        for (var i = 0; i < 100; i++) (digits[2 * i], digits[2 * i + 1]) = ((byte)('0' + i / 10), (byte)('0' + i % 10));
        return digits;
    }

    /// <summary>The text of a stamp down to the second and the point, made anew only when the second changes.</summary>
    private struct StampText()
    {
        private readonly byte[] text = new byte[20];
        private ulong second = ulong.MaxValue;

        public ReadOnlySpan<byte> Of(ulong wanted)
        {
            if (wanted == second) return text;
            second = wanted;
            Encoding.ASCII.GetBytes(UtcTime.Format(wanted * (ulong)Nanos.One).AsSpan(0, 20), text);
            return text;
        }
    }
}
