using System.Globalization;
using System.Text;
using Sor.Core.MarketData;

namespace Sor.Tests.MarketData;

/// <summary>How times are written.</summary>
internal enum Stamps { Iso, Trimmed, BlankAndOffset, Raw }

/// <summary>How prices are written.</summary>
internal enum Prices { Raw, NineDecimals, Trimmed }

/// <summary>Which of the two times is there.</summary>
internal enum Receives { Both, EventTwice, EventOnly }

/// <summary>What people's tools have made of Databento's columns.</summary>
/// <param name="Seed">Order of the columns, and which cells are quoted.</param>
/// <param name="Stamps">How times are written.</param>
/// <param name="Prices">How prices are written.</param>
/// <param name="Receives">Which of the two times is there.</param>
/// <param name="Nothing">How a value that is not there is written: 0 empty; 1 as data frames write it; 2 as the type's largest
/// number.</param>
/// <param name="FloatSizes">Sizes as <c>100.0</c>.</param>
/// <param name="Quotes">Cells in quotes: 0 none; 1 some; 2 all.</param>
/// <param name="Crlf">Carriage returns.</param>
/// <param name="Bom">A byte order mark.</param>
/// <param name="BlankLines">Blank lines here and there.</param>
/// <param name="EndsInLine">A line end after the last row.</param>
/// <param name="UpperCase">Column names in capitals.</param>
/// <param name="Levels">How many deeper levels there are, six columns each.</param>
/// <param name="Missing">Columns that are not there.</param>
/// <param name="Extra">Columns that are no one's: an index without a name, <c>ts_out</c>, a deeper level.</param>
/// <param name="Twice">Columns that are there again, with something else in them.</param>
internal sealed record DirtyDialect(
    int Seed,
    Stamps Stamps,
    Prices Prices,
    Receives Receives,
    int Nothing,
    bool FloatSizes,
    int Quotes,
    bool Crlf,
    bool Bom,
    bool BlankLines,
    bool EndsInLine,
    bool UpperCase,
    int Levels, string[] Missing, string[] Extra, string[] Twice)
{
    private static readonly string[] Optional =
    [
        "rtype", "action", "side", "depth", "price", "size", "flags", "ts_in_delta", "sequence", "bid_px_00", "bid_sz_00", "bid_ct_00",
        "ask_ct_00", "symbol",
    ];
    private static readonly string[] More = ["", "ts_out", "ask_px_01", "ask_sz_01", "date", "Unnamed: 0"];
    private static readonly string[] Doubled = ["publisher_id", "ask_px_00", "ask_sz_00", "size", "price", "flags"];

    public static Gen<DirtyDialect> Any { get; } =
        from seed in Gen.Int
        from stamps in Gen.Enum<Stamps>()
        from prices in Gen.Enum<Prices>()
        from receives in Gen.Enum<Receives>()
        from nothing in Gen.Int[0, 2]
        from quotes in Gen.Int[0, 2]
        from switches in Gen.Bool.Array[6]
        from levels in Gen.Frequency((3, Gen.Const(0)), (1, Gen.Const(9)))
        from missing in Gen.Shuffle(Optional, 0, 6)
        from extra in Gen.Shuffle(More, 0, 3)
        from twice in Gen.Shuffle(Doubled, 0, 2)
        select new DirtyDialect(
            seed,
            stamps,
            prices,
            receives,
            nothing,
            switches[0],
            quotes,
            switches[1],
            switches[2],
            switches[3],
            switches[4],
            switches[5],
            levels,
            missing,
            extra,
            [.. twice.Except(missing)]);
}

/// <summary>
/// Writes records in any dialect, cell by cell and without regard to speed; shares nothing with the product's own writer.
/// </summary>
internal static class DirtyCsv
{
    private const string Undefined64 = "18446744073709551615", UndefinedPrice = "9223372036854775807", Undefined32 = "4294967295";

    /// <summary>Names of the columns that MBP-1 has, and the symbol last.</summary>
    public static readonly string[] Columns =
    [
        "ts_recv", "ts_event", "rtype", "publisher_id", "instrument_id", "action", "side", "depth", "price", "size", "flags", "ts_in_delta",
        "sequence", "bid_px_00", "ask_px_00", "bid_sz_00", "ask_sz_00", "bid_ct_00", "ask_ct_00", "symbol",
    ];

    public static byte[] Write(IReadOnlyList<Mbp1> records, DirtyDialect dialect)
    {
        var random = new Random(dialect.Seed);
        var columns = Columns.Except(dialect.Missing).Concat(dialect.Extra).ToArray();
        random.Shuffle(columns);
        var names = columns.ToList();
        var at = names.IndexOf("ts_recv");
        if (dialect.Receives == Receives.EventOnly)
        {
            names.RemoveAt(at);
        }
        else if (dialect.Receives == Receives.EventTwice && at > names.IndexOf("ts_event"))
        {
            // The first of the two is the one that stands for ts_recv.
            (names[at], names[names.IndexOf("ts_event")]) = ("ts_event", "ts_recv");
        }

        names.InsertRange(
            random.Next(names.Count),
            Enumerable
                .Range(1, dialect.Levels)
                .SelectMany(l => new[] { "bid_px", "ask_px", "bid_sz", "ask_sz", "bid_ct", "ask_ct" }, (l, c) => $"{c}_{l:00}"));
        names.AddRange(dialect.Twice.Select(t => t + " again"));
        var newLine = dialect.Crlf ? "\r\n" : "\n";
        var lines = new List<string> { string.Join(',', names.Select(n => Quoted(Shown(n, dialect), dialect, random))) };
        foreach (var record in records)
        {
            if (dialect.BlankLines && random.Next(3) == 0) lines.Add("");
            lines.Add(string.Join(',', names.Select(n => Quoted(Cell(n, record, dialect, random), dialect, random))));
        }

        var text = string.Join(newLine, lines) + (dialect.EndsInLine ? newLine : "");
        return [.. dialect.Bom ? Encoding.UTF8.GetPreamble() : [], .. Encoding.ASCII.GetBytes(text)];
    }

    /// <summary>What a reader can know of a record after a dialect has been at it.</summary>
    public static Mbp1 Left(Mbp1 record, DirtyDialect dialect)
    {
        if (dialect.Receives == Receives.EventOnly) record.TsRecv = Mbp1.UndefinedTime;
        else if (record.TsRecv == Mbp1.UndefinedTime && dialect.Nothing == 1) record.TsRecv = 0; // No time either.
        foreach (var column in dialect.Missing)
        {
            switch (column)
            {
                case "rtype": record.RecordType = 1; break;
                case "action": record.Action = RecordAction.None; break;
                case "side": record.Side = RecordSide.None; break;
                case "depth": record.Depth = 0; break;
                case "price": record.Price = Mbp1.UndefinedPrice; break;
                case "size": record.Size = 0; break;
                case "flags": record.Flags = RecordFlags.Last; break;
                case "ts_in_delta": record.TsInDelta = 0; break;
                case "sequence": record.Sequence = 0; break;
                case "bid_px_00": record.BidPx = Mbp1.UndefinedPrice; break;
                case "bid_sz_00": record.BidSz = 0; break;
                case "bid_ct_00": record.BidCt = 0; break;
                case "ask_ct_00": record.AskCt = 0; break;
            }
        }

        return record;
    }

    private static string Shown(string name, DirtyDialect dialect)
    {
        var shown = name.Replace(" again", "", StringComparison.Ordinal);
        if (shown == "ts_recv" && dialect.Receives == Receives.EventTwice) shown = "ts_event";
        return dialect.UpperCase ? shown.ToUpperInvariant() : shown;
    }

    private static string Cell(string column, Mbp1 r, DirtyDialect dialect, Random random) => column switch
    {
        "ts_recv" => Time(r.TsRecv, dialect),
        "ts_event" => Time(r.TsEvent, dialect),
        "rtype" => $"{r.RecordType}",
        "publisher_id" => $"{r.PublisherId}",
        "instrument_id" => $"{r.InstrumentId}",
        "action" => $"{(char)r.Action}",
        "side" => $"{(char)r.Side}",
        "depth" => $"{r.Depth}",
        "price" => Price(r.Price, dialect),
        "size" => Size(r.Size, dialect),
        "flags" => $"{(byte)r.Flags}",
        "ts_in_delta" => $"{r.TsInDelta}",
        "sequence" => $"{r.Sequence}",
        "bid_px_00" => Price(r.BidPx, dialect),
        "ask_px_00" => Price(r.AskPx, dialect),
        "bid_sz_00" => Size(r.BidSz, dialect),
        "ask_sz_00" => Size(r.AskSz, dialect),
        "bid_ct_00" => $"{r.BidCt}",
        "ask_ct_00" => $"{r.AskCt}",
        "symbol" => $"S{r.InstrumentId}",
        _ => random.Next(3) switch { 0 => "", 1 => "what", _ => $"{random.Next()}" },
    };

    private static string Time(ulong time, DirtyDialect dialect)
    {
        if (time == Mbp1.UndefinedTime) return dialect.Nothing switch { 0 => "", 1 => "0", _ => Undefined64 };
        if (dialect.Stamps == Stamps.Raw) return $"{time}";
        var date = DateTime.UnixEpoch.AddSeconds(time / 1_000_000_000);
        var fraction = $"{time % 1_000_000_000:000000000}";
        if (dialect.Stamps == Stamps.Trimmed) fraction = fraction.TrimEnd('0');
        var point = fraction.Length == 0 ? "" : "." + fraction;
        return dialect.Stamps == Stamps.BlankAndOffset
            ? date.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + point + "+00:00"
            : date.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture) + point + "Z";
    }

    private static string Price(long price, DirtyDialect dialect)
    {
        if (price == Mbp1.UndefinedPrice) return dialect.Nothing switch { 0 => "", 1 => "nan", _ => UndefinedPrice };
        return dialect.Prices switch
        {
            Prices.Raw => $"{price}",
            Prices.NineDecimals => (price / 1e9m).ToString("0.000000000", CultureInfo.InvariantCulture),
            _ => (price / 1e9m).ToString("0.#########", CultureInfo.InvariantCulture),
        };
    }

    private static string Size(uint size, DirtyDialect dialect) =>
        size == Mbp1.UndefinedSize ? dialect.Nothing == 2 ? Undefined32 : "" : dialect.FloatSizes ? $"{size}.0" : $"{size}";

    private static string Quoted(string cell, DirtyDialect dialect, Random random) =>
        dialect.Quotes == 2 || (dialect.Quotes == 1 && random.Next(2) == 0) ? $"\"{cell}\"" : cell;
}
