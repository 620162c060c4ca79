using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sor.Core.MarketData;

namespace Sor.Streaming.Wire;

/// <summary>
/// The row of the classic exercise as JSON:
/// <c>{"timestamp":"2024-08-01T13:36:32.491911683Z","publisher_id":2,"ask_px_00":222.83,"ask_sz_00":36}</c>. It carries the ask side of one
/// instrument; <c>instrument_id</c> follows where it is not 1, the id that a file without such a column gets too. A row has no flags, so
/// each is the last of its event.
/// </summary>
internal static class ClassicJson
{
    private const uint OnlyInstrument = 1;

    /// <summary>What such rows carry.</summary>
    public static SourceSchema Schema { get; } = new("csv", HasBids: false, HasTrades: false);

    /// <summary>What is left of a record once it has been written as a row and read back.</summary>
    public static Mbp1 Project(in Mbp1 record) => Row(record.TsEvent, record.PublisherId, record.InstrumentId, record.AskPx, record.AskSz);

    /// <summary>Writes a row. Returns its length; <paramref name="destination"/> needs 200 bytes.</summary>
    public static int Write(in Mbp1 record, Span<byte> destination)
    {
        var at = 0;
        Append(destination, ref at, "{\"timestamp\":\""u8);
        var time = DateTimeOffset.UnixEpoch.AddTicks((long)(record.TsEvent / 100));
        time.TryFormat(destination[at..], out var written, "yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture);
        at += written;
        destination[at++] = (byte)('0' + (record.TsEvent % 100 / 10));
        destination[at++] = (byte)('0' + (record.TsEvent % 10));
        Append(destination, ref at, "Z\",\"publisher_id\":"u8);
        Append(destination, ref at, record.PublisherId);
        Append(destination, ref at, ",\"ask_px_00\":"u8);
        if (record.AskPx == Mbp1.UndefinedPrice) Append(destination, ref at, "null"u8);
        else AppendPrice(destination, ref at, record.AskPx);
        Append(destination, ref at, ",\"ask_sz_00\":"u8);
        if (record.AskSz == Mbp1.UndefinedSize) Append(destination, ref at, "null"u8);
        else Append(destination, ref at, record.AskSz);
        if (record.InstrumentId != OnlyInstrument)
        {
            Append(destination, ref at, ",\"instrument_id\":"u8);
            Append(destination, ref at, record.InstrumentId);
        }

        destination[at++] = (byte)'}';
        return at;
    }

    /// <summary>Reads a row with prices in dollars. Returns <c>null</c> if it was read, else why not: a reason's name.</summary>
    public static string? TryRead(ReadOnlySpan<byte> json, out Mbp1 record)
    {
        var rounded = 0L;
        return TryRead(json, priceScale: 0, out record, ref rounded);
    }

    /// <summary>Reads a row. Returns <c>null</c> if it was read, else why not: a reason's name.</summary>
    /// <param name="json">The row.</param>
    /// <param name="priceScale">Parts of a dollar that prices are written in; 0 for dollars.</param>
    /// <param name="record">The record.</param>
    /// <param name="rounded">Counts prices with more than nine decimals, which are rounded to a nano-dollar.</param>
    public static string? TryRead(ReadOnlySpan<byte> json, long priceScale, out Mbp1 record, ref long rounded)
    {
        ulong? time = null;
        uint publisher = 0;
        uint instrument = OnlyInstrument;
        long? price = null;
        uint size = Mbp1.UndefinedSize;
        var seen = 0;
        record = default;
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return "bad_json";
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("timestamp"u8) || reader.ValueTextEquals("ts_event"u8))
                {
                    reader.Read();
                    if ((time = ReadTime(ref reader)) is null) return "bad_time";
                    seen |= 1;
                }
                else if (reader.ValueTextEquals("publisher_id"u8))
                {
                    reader.Read();
                    if (!ReadWhole(ref reader, ushort.MaxValue, out publisher)) return "bad_publisher";
                    seen |= 2;
                }
                else if (reader.ValueTextEquals("ask_px_00"u8))
                {
                    reader.Read();
                    if ((price = ReadPrice(ref reader, Math.Max(1, priceScale), ref rounded)) is null) return "bad_price";
                    seen |= 4;
                }
                else if (reader.ValueTextEquals("ask_sz_00"u8))
                {
                    reader.Read();
                    if (reader.TokenType != JsonTokenType.Null && !ReadWhole(ref reader, Mbp1.UndefinedSize, out size)) return "bad_size";
                    seen |= 8;
                }
                else if (reader.ValueTextEquals("instrument_id"u8))
                {
                    reader.Read();
                    if (!ReadWhole(ref reader, uint.MaxValue, out instrument)) return "bad_instrument";
                }
                else
                {
                    reader.Read();
                    reader.Skip();
                }
            }
        }
        catch (JsonException)
        {
            return "bad_json";
        }

        if (seen != 15) return "missing_field";
        record = Row(time!.Value, (ushort)publisher, instrument, price!.Value, size);
        return null;
    }

    private static Mbp1 Row(ulong time, ushort publisher, uint instrument, long price, uint size) => new()
    {
        Length = Mbp1.SizeInBytes / 4,
        RecordType = 1,
        PublisherId = publisher,
        InstrumentId = instrument,
        TsEvent = time,
        Price = Mbp1.UndefinedPrice,
        Action = RecordAction.None,
        Side = RecordSide.None,
        Flags = RecordFlags.Last,
        TsRecv = Mbp1.UndefinedTime,
        BidPx = Mbp1.UndefinedPrice,
        AskPx = price,
        AskSz = size,
    };

    private static ulong? ReadTime(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number) return ReadEpoch(reader.ValueSpan);
        if (reader.TokenType != JsonTokenType.String || reader.HasValueSequence || reader.ValueIsEscaped) return null;
        var text = reader.ValueSpan;
        if (ReadEpoch(text) is { } epoch) return epoch;
        Span<char> letters = stackalloc char[40];
        if (text.Length > letters.Length || !Ascii.IsValid(text)) return null;
        var length = Encoding.ASCII.GetChars(text, letters);
        return UtcTime.TryParse(letters[..length], out var time) ? time : null;
    }

    private static ulong? ReadEpoch(ReadOnlySpan<byte> text)
    {
        if (!TryDecimal(text, out var number) || number is < 0 or > ulong.MaxValue) return null;
        var nanos = Math.Truncate(number * EpochTime.UnitOf((ulong)number));
        return (ulong)nanos;
    }

    private static long? ReadPrice(ref Utf8JsonReader reader, long scale, ref long rounded)
    {
        if (reader.TokenType == JsonTokenType.Null) return Mbp1.UndefinedPrice;
        if (reader.TokenType is not (JsonTokenType.Number or JsonTokenType.String)) return null;
        // A price of another program may be 2.2283e2, which the exact reader of decimals does not take.
        if (!TryDecimal(reader.ValueSpan, out var price)) return null;
        if (Math.Abs(price) > 10_000_000_000m * scale) return null;
        var nanos = price / scale * Nanos.One;
        if (nanos is < long.MinValue or > long.MaxValue) return null;
        if (decimal.IsInteger(nanos)) return (long)nanos;
        rounded++;
        return (long)Math.Round(nanos, MidpointRounding.AwayFromZero);
    }

    private static bool ReadWhole(ref Utf8JsonReader reader, uint most, out uint number)
    {
        number = 0;
        if (reader.TokenType is not (JsonTokenType.Number or JsonTokenType.String)) return false;
        if (!TryWhole(reader.ValueSpan, out var whole) || whole > most) return false;
        number = (uint)whole;
        return true;
    }

    /// <summary>Reads a whole number, also as other programs write it: 80.0, 8.00e1.</summary>
    private static bool TryWhole(ReadOnlySpan<byte> text, out ulong number)
    {
        if (Utf8Parser.TryParse(text, out number, out var used) && used == text.Length) return true;
        if (!TryDecimal(text, out var value) || !decimal.IsInteger(value) || value is < 0 or > ulong.MaxValue) return false;
        number = (ulong)value;
        return true;
    }

    private static bool TryDecimal(ReadOnlySpan<byte> text, out decimal value) => decimal.TryParse(
        text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture,
            out value);

    private static void Append(Span<byte> destination, ref int at, ReadOnlySpan<byte> text)
    {
        text.CopyTo(destination[at..]);
        at += text.Length;
    }

    private static void Append(Span<byte> destination, ref int at, long number)
    {
        Utf8Formatter.TryFormat(number, destination[at..], out var written);
        at += written;
    }

    private static void AppendPrice(Span<byte> destination, ref int at, long nanos)
    {
        if (nanos < 0) destination[at++] = (byte)'-';
        var size = nanos == long.MinValue ? 1UL << 63 : (ulong)Math.Abs(nanos);
        Append(destination, ref at, (long)(size / Nanos.One));
        var fraction = (long)(size % Nanos.One);
        if (fraction == 0) return;
        destination[at++] = (byte)'.';
        Utf8Formatter.TryFormat(fraction, destination[at..], out var written, new StandardFormat('D', 9));
        at += written;
        while (destination[at - 1] == '0') at--;
    }
}
