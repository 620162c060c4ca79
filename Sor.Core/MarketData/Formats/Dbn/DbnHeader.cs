using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Sor.Core.MarketData.Input;

namespace Sor.Core.MarketData.Formats.Dbn;

/// <summary>What comes before the records of a DBN file.</summary>
/// <param name="Version">Version of DBN, 1 to 3.</param>
/// <param name="Schema">Databento's name of the schema.</param>
/// <param name="Symbols">Which id had which symbol from which day to before which other, UTC.</param>
internal sealed record DbnHeader(byte Version, string Schema, IReadOnlyList<DbnMapping> Symbols)
{
    private const int PrefixBytes = 8;
    private const int LargestMetadata = 64 << 20;
    private const int LengthOfSymbolsInV1 = 22;
    private const string Usable = "use mbp-1, mbp-10, bbo-1s or bbo-1m";

    private static readonly string[] Schemas =
    [
        "mbo", "mbp-1", "mbp-10", "tbbo", "trades", "ohlcv-1s", "ohlcv-1m", "ohlcv-1h", "ohlcv-1d", "definition", "statistics", "status",
        "imbalance", "ohlcv-eod",
        "cmbp-1", "cbbo-1s", "cbbo-1m", "tcbbo", "bbo-1s", "bbo-1m",
    ];

    /// <summary>Whether a header begins here.</summary>
    public static bool Matches(ReadOnlySpan<byte> start) => start.Length > 3 && start.StartsWith("DBN"u8);

    /// <summary>Reads and consumes the header.</summary>
    /// <exception cref="SorException">It is broken, or says what cannot be read.</exception>
    public static DbnHeader Read(InputBuffer bytes)
    {
        var start = bytes.Offset;
        if (!bytes.Has(PrefixBytes)) throw Cut(bytes);
        var version = bytes.Window[3];
        if (version is 0 or > 3)
            throw Broken(
                bytes,
                start + 3,
                $"DBN version {version} is not known (1, 2 and 3 are): convert it with Databento's dbn tool, or look for a newer Sor");
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Window[4..]);
        if (length is < 100 or > LargestMetadata) throw Broken(bytes, start + 4, $"the header says it has {length} bytes");
        if (!bytes.Has(PrefixBytes + (int)length)) throw Cut(bytes);
        var metadata = bytes.Window.Slice(PrefixBytes, (int)length);
        var schema = SchemaOf(BinaryPrimitives.ReadUInt16LittleEndian(metadata[16..]), bytes.Name);
        var symbols = Mappings(metadata, version, bytes.Name);
        bytes.Consume(PrefixBytes + (int)length);
        return new DbnHeader(version, schema, symbols);
    }

    /// <summary>A text of fixed length, which ends at the first zero.</summary>
    public static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? field : field[..end]);
    }

    private static string SchemaOf(ushort code, string file)
    {
        var name = code == ushort.MaxValue ? "mixed" : code < Schemas.Length ? Schemas[code] : null;
        return name switch
        {
            "mbp-1" or "mbp-10" or "bbo-1s" or "bbo-1m" or "mixed" => name,
            null => throw SorException.BadData(
                $"{file}: its schema has the number {code}, which is not known; {Usable}, or look for a newer Sor"),
            "cmbp-1" or "cbbo-1s" or "cbbo-1m" or "tcbbo" => throw SorException.BadData(
                $"{file}: schema {name} is consolidated over venues, so a router has nothing to choose from; use mbp-1, mbp-10 or bbo-1s "
                + "of a venue's own feed"),
            "tbbo" => throw SorException.BadData(
                $"{file}: schema tbbo has a quote only before each trade, so it does not show what a venue quotes between them; {Usable}"),
            "mbo" => throw SorException.BadData(
                $"{file}: schema mbo has one record for each order, from which the book would have to be built first; {Usable}"),
            _ => throw SorException.BadData($"{file}: schema {name} does not show what each venue quotes; {Usable}"),
        };
    }

    private static List<DbnMapping> Mappings(ReadOnlySpan<byte> metadata, byte version, string file)
    {
        var at = version == 1 ? 16 + 2 + 8 + 8 + 8 + 8 + 3 + 47 : 16 + 2 + 8 + 8 + 8 + 3 + 2 + 53;
        var symbolLength = version == 1
            ? LengthOfSymbolsInV1
            : BinaryPrimitives.ReadUInt16LittleEndian(metadata[(16 + 2 + 8 + 8 + 8 + 3)..]);
        var mappings = new List<DbnMapping>();
        try
        {
            at += 4 + (int)BinaryPrimitives.ReadUInt32LittleEndian(metadata[at..]);
            for (var list = 0; list < 3; list++) at += 4 + symbolLength * (int)BinaryPrimitives.ReadUInt32LittleEndian(metadata[at..]);
            var count = BinaryPrimitives.ReadUInt32LittleEndian(metadata[at..]);
            at += 4;
            for (var m = 0U; m < count; m++)
            {
                var symbol = Text(metadata.Slice(at, symbolLength));
                at += symbolLength;
                var intervals = BinaryPrimitives.ReadUInt32LittleEndian(metadata[at..]);
                at += 4;
                for (var i = 0U; i < intervals; i++, at += 8 + symbolLength)
                {
                    // One side of a mapping is the id, written as text; which one depends on the direction asked for.
                    var other = Text(metadata.Slice(at + 8, symbolLength));
                    var isIdSecond = TryId(other, out var id);
                    if (!isIdSecond && !TryId(symbol, out id)) continue;
                    var (from, to) = (Midnight(metadata[at..], 0), Midnight(metadata[(at + 4)..], ulong.MaxValue));
                    mappings.Add(new DbnMapping(id, isIdSecond ? symbol : other, from, to));
                }
            }
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw SorException.BadData($"{file}: the symbol mappings in the header are broken; fetch the file again", e);
        }

        return mappings;
    }

    private static bool TryId(string text, out uint id) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id);

    /// <summary>The midnight of a date written as the number 20240801.</summary>
    private static ulong Midnight(ReadOnlySpan<byte> number, ulong none)
    {
        var date = BinaryPrimitives.ReadUInt32LittleEndian(number);
        var (year, month, day) = ((int)(date / 10_000), (int)(date / 100 % 100), (int)(date % 100));
        if (year is < 1970 or > 2200 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return none;
        return UtcTime.Midnight(new DateOnly(year, month, day));
    }

    private static SorException Cut(InputBuffer bytes) =>
        Broken(bytes, bytes.Offset + bytes.Window.Length, "the file ends within its header: it was cut off; fetch it again");

    private static SorException Broken(InputBuffer bytes, long offset, string what) => SorException.BadData(
        $"{bytes.Name}, byte {offset}: {what}");
}

/// <summary>That an id stands for a symbol for a while.</summary>
/// <param name="Id">The instrument id.</param>
/// <param name="Symbol">The symbol.</param>
/// <param name="From">From when, nanoseconds since the epoch.</param>
/// <param name="To">To before when.</param>
internal sealed record DbnMapping(uint Id, string Symbol, ulong From, ulong To);
