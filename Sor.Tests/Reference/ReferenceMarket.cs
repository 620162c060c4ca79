using System.Globalization;
using ZstdSharp;

namespace Sor.Tests.Reference;

/// <summary>One CSV row, read the slow way. Prices are dollars. Without a venue it is of nobody that an order could be sent to.</summary>
internal sealed record ReferenceRow(
    long Time, string? Venue, string Action, decimal? TradePrice, long TradeSize, int Flags, decimal? Bid, long BidSize, decimal? Ask, long AskSize)
{
    public bool IsPrint => Action == "T" && Venue is not null;

    public bool IsUpdate => Venue is not null && (Action == "R" || (Action is not ("T" or "F") && (Flags & 128) != 0));
}

/// <summary>The national best bid and offer after a row, and the mid that stands.</summary>
internal readonly record struct ReferenceNbbo(decimal? Bid, decimal? Ask, decimal? Mid, decimal Spread)
{
    public bool Crossed => Bid > Ask;
}

/// <summary>
/// Rows with the clock and the NBBO after each: everything about the market that no strategy changes. Written for the tests, from the design's sentences, sharing
/// nothing with the product: text split at commas, dollars as decimals, the best over venues taken anew at each row.
/// </summary>
internal sealed class ReferenceMarket
{
    private static readonly Dictionary<string, string> Mics = new()
    {
        ["2"] = "XNAS",
        ["3"] = "XBOS",
        ["4"] = "XPSX",
        ["5"] = "BATS",
        ["6"] = "BATY",
        ["7"] = "EDGA",
        ["8"] = "EDGX",
        ["9"] = "XNYS",
        ["11"] = "XASE",
        ["12"] = "XCHI",
        ["38"] = "IEXG",
        ["43"] = "ARCX",
        ["81"] = "XNAS",
    };

    public ReferenceMarket(TextReader csv)
    {
        var names = csv.ReadLine()!.Split(',');
        string Cell(string[] cells, string name) => cells[Array.IndexOf(names, name)];
        var speakers = new Dictionary<string, string>();
        while (csv.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            Rows.Add(new ReferenceRow(
                Time(Cell(cells, "ts_recv")),
                Speaker(Cell(cells, "publisher_id")),
                Cell(cells, "action"),
                Price(Cell(cells, "price")),
                long.Parse(Cell(cells, "size"), CultureInfo.InvariantCulture),
                int.Parse(Cell(cells, "flags"), CultureInfo.InvariantCulture),
                Price(Cell(cells, "bid_px_00")),
                Size(Cell(cells, "bid_sz_00")),
                Price(Cell(cells, "ask_px_00")),
                Size(Cell(cells, "ask_sz_00"))));
        }

        // "Several publishers of one venue: the one seen first speaks for it." One that is no venue has no name here.
        string? Speaker(string publisher) =>
            Mics.TryGetValue(publisher, out var mic) && (speakers.TryAdd(mic, publisher) || speakers[mic] == publisher) ? mic : null;

        var quotes = new Dictionary<string, (decimal? Bid, decimal? Ask)>();
        var (clock, mid, spread) = (0L, (decimal?)null, 0m);
        foreach (var row in Rows)
        {
            // "The clock is the running maximum. A record behind the clock applies on arrival and is counted late."
            if (row.Time < clock) Late++;
            clock = Math.Max(clock, row.Time);
            Clock.Add(clock);

            // "Trades never update. R clears the venue. A record updates its venue's top of book if it has flag 128."
            if (row.IsUpdate && row.Action == "R") quotes.Remove(row.Venue!);
            else if (row.IsUpdate)
                quotes[row.Venue!] = (row.BidSize > 0 ? row.Bid : null, row.AskSize > 0 ? row.Ask : null);

            // "Each side by itself over the venues whose quote there is defined and has a positive size. One side missing: the last mid. While crossed the last
            // uncrossed mid stands."
            var bid = quotes.Values.Max(q => q.Bid);
            var ask = quotes.Values.Min(q => q.Ask);
            if (bid is not null && ask is not null && bid <= ask) (mid, spread) = ((bid + ask) / 2, ask.Value - bid.Value);
            Nbbo.Add(new ReferenceNbbo(bid, ask, mid, spread));
        }
    }

    public List<ReferenceRow> Rows { get; } = [];

    /// <summary>The clock after each row.</summary>
    public List<long> Clock { get; } = [];

    /// <summary>The NBBO after each row.</summary>
    public List<ReferenceNbbo> Nbbo { get; } = [];

    public int Late { get; }

    public static ReferenceMarket Load(string path)
    {
        using var reader = new StreamReader(new DecompressionStream(File.OpenRead(path)));
        return new ReferenceMarket(reader);
    }

    /// <summary>The last row whose time is at or before an instant; -1 if there is none.</summary>
    public int LastAt(long time)
    {
        var (low, high) = (0, Clock.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Clock[middle] <= time) low = middle + 1;
            else high = middle;
        }

        return low - 1;
    }

    /// <summary>The times within a window that have a book update.</summary>
    public IEnumerable<long> UpdatesWithin(long from, long to) => Rows.Zip(Clock).Where(r => r.First.IsUpdate && r.Second >= from && r.Second <= to).Select(r => r.Second).Distinct();

    private static long Time(string text)
    {
        var seconds = DateTimeOffset.Parse(text[..19] + "Z", CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        return seconds * 1_000_000_000 + long.Parse(text[20..29], CultureInfo.InvariantCulture);
    }

    private static decimal? Price(string text) => text.Length == 0 ? null : decimal.Parse(text, CultureInfo.InvariantCulture);

    private static long Size(string text) => text.Length == 0 ? 0 : long.Parse(text, CultureInfo.InvariantCulture);
}
