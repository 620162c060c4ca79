using System.Buffers.Binary;

namespace Sor.Core.MarketData.Formats.Unread;

/// <summary>Formats that are recognised so that they can be refused by name, each with what to do instead.</summary>
internal sealed class UnreadFormats : IMarketDataFormat
{
    private const string AsCsv = "write it as CSV";
    private const string Twice = "this was compressed twice: decompress it once";

    private static readonly (byte[] Magic, int At, string Said)[] Signatures =
    [
        ([.. "PAR1"u8], 0, $"this is Parquet, which is not read: {AsCsv}, such as with duckdb -c \"COPY (FROM 'a.parquet') TO 'a.csv'\""),
        ([.. "ARROW1"u8], 0, $"this is an Arrow file (Feather), which is not read: {AsCsv}, as by pandas.read_feather(…).to_csv(…)"),
        ([.. "FEA1"u8], 0, $"this is a Feather file, which is not read: {AsCsv}, such as with pandas.read_feather(…).to_csv(…)"),
        ([0xFF, 0xFF, 0xFF, 0xFF], 0, $"this is an Arrow stream, which is not read: {AsCsv}"),
        ([0x89, .. "HDF"u8], 0, $"this is HDF5, which is not read: {AsCsv}, such as with pandas.read_hdf(…).to_csv(…)"),
        ([.. "SQLite format 3"u8], 0, $"this is a SQLite database, which is not read: export its table as CSV"),
        ([.. "ORC"u8], 0, $"this is ORC, which is not read: {AsCsv}"),
        ([.. "Obj\u0001"u8], 0, $"this is Avro, which is not read: {AsCsv}"),
        ([0x80, 4, 0x95], 0, $"this is a Python pickle, which is not read: {AsCsv}, such as with pandas.read_pickle(…).to_csv(…)"),
        ([0x80, 5, 0x95], 0, $"this is a Python pickle, which is not read: {AsCsv}, such as with pandas.read_pickle(…).to_csv(…)"),
        ([.. "%PDF"u8], 0, "this is a PDF document, not market data"),
        ([.. "<!DOCTYPE"u8], 0, "this is a web page, not market data: a download that asks for a login gives one; fetch the file again"),
        ([.. "<html"u8], 0, "this is a web page, not market data: a download that asks for a login gives one; fetch the file again"),
        ([0xD4, 0xC3, 0xB2, 0xA1], 0, "this is a packet capture (pcap), which is not read: decode it with the feed's own tools"),
        ([0x0A, 0x0D, 0x0D, 0x0A], 0, "this is a packet capture (pcapng), which is not read: decode it with the feed's own tools"),
        ([(byte)'7', (byte)'z', 0xBC, 0xAF], 0, "this is a 7z archive, which is not read: unpack it, and name the files in it"),
        ([.. "Rar!"u8], 0, "this is a rar archive, which is not read: unpack it, and name the files in it"),
        (
            [.. "ustar"u8],
            257,
            "this is a tar archive, which is not read: unpack it, and name its files or their folder (zip archives are read)"),
        ([0x04, 0x22, 0x4D, 0x18], 0, "this is lz4, which is not read: decompress it (lz4 -d), or compress it with zstd"),
        ([0xFF, 6, 0, 0, .. "sNaPpY"u8], 0, "this is snappy, which is not read: decompress it, or compress it with zstd"),
        ([0x1F, 0x9D], 0, "this is compress's .Z, which is not read: decompress it (gzip -d)"),
        ([0x1F, 0x8B], 0, Twice),
        ([0x28, 0xB5, 0x2F, 0xFD], 0, Twice),
        ([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0], 0, Twice),
        ([(byte)'P', (byte)'K', 3, 4], 0, "this is a zip archive within another file: unpack the outer one, and name the archive"),
    ];

    public bool Matches(ReadOnlySpan<byte> start) => Said(start) is not null;

    public IFormatReader Open(FormatInput input) =>
        throw SorException.BadData(
            $"{input.Bytes.Name}: {Said(input.Bytes.Window[..Math.Min(input.Bytes.Window.Length, MarketDataFormats.StartBytes)])}");

    private static string? Said(ReadOnlySpan<byte> start)
    {
        foreach (var (magic, at, said) in Signatures)
            if (start.Length >= at + magic.Length && start.Slice(at, magic.Length).SequenceEqual(magic))
                return said;
        if (start.Length > 11 && start[1..4].SequenceEqual("*M\u0018"u8) && start[8..11].SequenceEqual("DBZ"u8))
            return "this is DBZ, the forerunner of DBN, which is not read: convert it with Databento's dbn tool (dbn old.dbz -o "
            + "new.dbn.zst)";
        if (IsJson(start))
            return "these are lines of JSON, which are not read from a file: write them as CSV with the columns "
            + "ts_event,publisher_id,ask_px_00,ask_sz_00";
        return IsFragment(start)
            ? "these are DBN records without the header that says what they are (a fragment): write them with it, with Databento's dbn "
            + "tool (dbn part.frag --input-fragment -o whole.dbn)"
            : null;
    }

    private static bool IsJson(ReadOnlySpan<byte> start)
    {
        var text = start.StartsWith("\uFEFF"u8) ? start[3..] : start;
        text = text.TrimStart(" \t\r\n"u8);
        if (text.Length < 2 || !text[1..].Contains((byte)'"')) return false;
        return text[0] == '{' || (text[0] == '[' && text[1..].TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[' or (byte)'"', ..]);
    }

    /// <summary>Whether a record's header comes first: a length and a kind that go together, and a believable time.</summary>
    private static bool IsFragment(ReadOnlySpan<byte> start)
    {
        if (start.Length < 16) return false;
        var fits = (start[0] * 4, start[1]) switch
        {
            (80 or 88, 1 or 177 or (>= 192 and <= 196)) => true,
            (368 or 376, 10) => true,
            (48 or 56 or 64, 0 or 18 or (>= 32 and <= 36) or 160) => true,
            (360 or 368 or 400 or 408 or 520 or 528, 19) => true,
            (64 or 72 or 80 or 88 or 112 or 120, 20 or 24) => true,
            _ => false,
        };
        return fits && RecordCheck.IsTime(BinaryPrimitives.ReadUInt64LittleEndian(start[8..]));
    }
}
