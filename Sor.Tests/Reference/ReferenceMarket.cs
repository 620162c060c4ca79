using System.Globalization;
using ZstdSharp;

namespace Sor.Tests.Reference;

/// <summary>One CSV row, read the slow way. Prices are dollars. Without a venue it is of nobody that an order could be sent to.</summary>
internal sealed record ReferenceRow(
    long Time,
    string? Venue,
    string Action,
    string Side,
    decimal? TradePrice,
    long TradeSize,
    int Flags,
    decimal? Bid,
    long BidSize,
    decimal? Ask,
    long AskSize)
{
    public bool IsPrint => Action == "T" && Venue is not null;

    public bool IsUpdate => Venue is not null && (Action == "R" || (Action is not ("T" or "F") && (Flags & 128) != 0));
}

/// <summary>
/// The national best bid and offer after a row, the mid that stands, and what speaks against trading on it, if anything does.
/// </summary>
internal readonly record struct ReferenceNbbo(decimal? Bid, decimal? Ask, decimal? Mid, decimal Spread, string? Untradable)
{
    public bool Locked => Bid == Ask && Bid is not null;
}

/// <summary>
/// Rows with the clock and the NBBO after each: everything about the market that no strategy changes. Written for the tests, from the
/// design's sentences, sharing nothing with the product: text split at commas, dollars as decimals, the best over venues taken anew at each
/// row.
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

    private readonly List<long> heard = [];
    private readonly List<int> days = [];
    private readonly Dictionary<(long Start, long Session, long MaxSilence), (decimal Sum, long Time)?> usual = [];
    private readonly Dictionary<(bool Buys, long Time), ReferenceBook> books = [];

    /// <param name="csv">The rows.</param>
    /// <param name="maxSpread">The widest spread that is tradable, as a part of the mid.</param>
    public ReferenceMarket(TextReader csv, decimal maxSpread = 0.1m)
    {
        var names = csv.ReadLine()!.Split(',');
        string Cell(string[] cells, string name) => cells[Array.IndexOf(names, name)];
        var speakers = new Dictionary<string, string>();
        var quotes = new Dictionary<string, (decimal? Bid, decimal? Ask)>();
        var (clock, mid, spread, spoken, day) = (0L, (decimal?)null, 0m, 0L, 0);
        while (csv.ReadLine() is { } line)
        {
            var cells = line.Split(',');

            // "The clock is the running maximum. A record behind the clock applies on arrival and is counted late."
            var time = Time(Cell(cells, "ts_recv"));
            if (time < clock) Late++;
            clock = Math.Max(clock, time);

            // "Trading day: the date in New York. With a new one all begins anew: books, mid, the publisher that speaks for a venue."
            if (DayOf(clock) != day)
            {
                day = DayOf(clock);
                (mid, spread, spoken) = (null, 0m, clock);
                speakers.Clear();
                quotes.Clear();
            }

            var row = new ReferenceRow(
                time,
                Speaker(Cell(cells, "publisher_id")),
                Cell(cells, "action"),
                Cell(cells, "side"),
                Price(Cell(cells, "price")),
                long.Parse(Cell(cells, "size"), CultureInfo.InvariantCulture),
                int.Parse(Cell(cells, "flags"), CultureInfo.InvariantCulture),
                Price(Cell(cells, "bid_px_00")),
                Size(Cell(cells, "bid_sz_00")),
                Price(Cell(cells, "ask_px_00")),
                Size(Cell(cells, "ask_sz_00")));
            if (row.Venue is not null) spoken = clock;

            // "Trades never update. R clears the venue. A record updates its venue's top of book if it has flag 128."
            if (row.IsUpdate && row.Action == "R") quotes.Remove(row.Venue!);
            else if (row.IsUpdate)
                quotes[row.Venue!] = (row.BidSize > 0 ? row.Bid : null, row.AskSize > 0 ? row.Ask : null);

            // "Each side by itself over the venues whose quote there is defined and has a positive size. Tradable: two-sided, not crossed,
            // no wider than a part of the mid. Else the mid of the last tradable NBBO stands."
            var bid = quotes.Values.Max(q => q.Bid);
            var ask = quotes.Values.Min(q => q.Ask);
            var untradable = bid is null || ask is null ? "one_sided"
                : bid > ask ? "crossed"
                : ask - bid > maxSpread * (bid + ask) / 2 ? "wide"
                : null;
            if (untradable is null) (mid, spread) = ((bid + ask) / 2, ask!.Value - bid!.Value);
            Rows.Add(row);
            Clock.Add(clock);
            Nbbo.Add(new ReferenceNbbo(bid, ask, mid, spread, untradable));
            heard.Add(spoken);
            days.Add(day);
        }

        // "Several publishers of one venue: the one seen first speaks for it." One that is no venue has no name here.
        string? Speaker(string publisher) =>
            Mics.TryGetValue(publisher, out var mic) && (speakers.TryAdd(mic, publisher) || speakers[mic] == publisher) ? mic : null;
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

    /// <summary>
    /// Whether a print is a sale; <c>null</c> where that is unknown. "Its side: the record's; where that is N, sell if below the mid as it
    /// stood before the print's stamp, buy if above, else unknown."
    /// </summary>
    public bool? IsSale(int row)
    {
        if (Rows[row].Side != "N") return Rows[row].Side == "A";
        var before = LastAt(Clock[row] - 1);
        var mid = before < 0 || days[before] != days[row] ? null : Nbbo[before].Mid;
        return Rows[row].TradePrice == mid ? null : Rows[row].TradePrice < mid ? true : Rows[row].TradePrice > mid ? false : null;
    }

    /// <summary>The book of an instant's trading day, with all records until then.</summary>
    public ReferenceBook BookAt(bool buys, long time)
    {
        if (!books.TryGetValue((buys, time), out var book))
        {
            book = books[(buys, time)] = new ReferenceBook(buys);
            for (var row = FirstOfDay(LastAt(time)); row <= LastAt(time); row++)
            {
                book.Apply(Rows[row]);
                if (Rows[row].IsUpdate) book.Quoted(Rows[row].Venue!);
            }
        }

        return new ReferenceBook(buys, book);
    }

    /// <summary>When the NBBO was first tradable on the trading day of an instant, at or after the session's start.</summary>
    public long FirstTradable(long time, long session)
    {
        for (var i = FirstOfDay(LastAt(time)); i <= LastAt(time); i++)
            if (Nbbo[i].Untradable is null && (i + 1 == Rows.Count || Clock[i + 1] > Math.Max(Clock[i], session)))
                return Math.Max(Clock[i], session);
        return time;
    }

    /// <summary>The first row of the trading day that a row is of.</summary>
    public int FirstOfDay(int row) => days.IndexOf(days[row]);

    /// <summary>
    /// What speaks against a decision at an instant, if anything does: the NBBO, or that no venue has sent a record for so long.
    /// </summary>
    public string? UntradableAt(long time, long maxSilence)
    {
        var row = LastAt(time);
        return Nbbo[row].Untradable ?? (time - heard[row] > maxSilence ? "silent" : null);
    }

    /// <summary>
    /// "What the half-spread usually is: its time-weighted mean over the tradable time of the 30 clock minutes that end by the bucket's
    /// start, in this session; fewer than 5 of
    /// them with tradable time": <c>null</c>. The sum and the time it is to be divided by.
    /// </summary>
    public (decimal Sum, long Time)? UsualHalfSpread(long start, long session, long maxSilence)
    {
        if (usual.TryGetValue((start, session, maxSilence), out var known)) return known;
        return usual[(start, session, maxSilence)] = HalfSpread(start, session, maxSilence);
    }

    private (decimal Sum, long Time)? HalfSpread(long start, long session, long maxSilence)
    {
        const long Minute = 60_000_000_000;
        var (weighted, time, minutes) = (0m, 0L, 0);
        for (var end = start / Minute * Minute; end > start / Minute * Minute - 30 * Minute; end -= Minute)
        {
            var tradable = 0L;
            for (var i = Math.Max(LastAt(end - Minute), 0); i < Rows.Count && Clock[i] < end; i++)
            {
                if (Nbbo[i].Untradable is not null || days[i] != days[LastAt(start)]) continue;
                var from = Math.Max(Clock[i], Math.Max(end - Minute, session));
                var to = Math.Min(Math.Min(i + 1 < Rows.Count ? Clock[i + 1] : end, end), heard[i] + maxSilence);
                if (from >= to) continue;
                tradable += to - from;
                weighted += Nbbo[i].Spread / 2 * (to - from);
            }

            time += tradable;
            if (tradable > 0) minutes++;
        }

        return minutes < 5 ? null : (weighted, time);
    }

    /// <summary>Seconds within a span, from its first record to its last, in which something held.</summary>
    public decimal Seconds(long from, long to, Func<ReferenceNbbo, bool> holds)
    {
        var lasted = 0L;
        for (var i = 0; i + 1 < Rows.Count; i++)
            if (holds(Nbbo[i]))
                lasted += Math.Max(0, Math.Min(Clock[i + 1], to) - Math.Max(Clock[i], from));
        return lasted / 1_000_000_000m;
    }

    /// <summary>Seconds within a span in which no venue had sent a record for so long, and the longest time without one.</summary>
    public (decimal Silent, decimal Longest) Silence(long from, long to, long maxSilence)
    {
        var (silent, longest) = (0L, 0L);
        for (var i = 1; i < Rows.Count; i++)
        {
            if (days[i] != days[i - 1]) continue;
            longest = Math.Max(longest, Math.Min(Clock[i], to) - Math.Max(heard[i - 1], from));
            silent += Math.Max(0, Math.Min(Clock[i], to) - Math.Max(Math.Max(heard[i - 1] + maxSilence, Clock[i - 1]), from));
        }

        return (silent / 1_000_000_000m, Math.Max(0, longest) / 1_000_000_000m);
    }

    /// <summary>The times within a window that have a book update.</summary>
    public IEnumerable<long> UpdatesWithin(long from, long to) =>
        Rows.Zip(Clock).Where(r => r.First.IsUpdate && r.Second >= from && r.Second <= to).Select(r => r.Second).Distinct();

    /// <summary>Number of the date in New York. No market of these tests is of March or November, in which clocks change.</summary>
    private static int DayOf(long time)
    {
        var utc = DateTimeOffset.FromUnixTimeSeconds(time / 1_000_000_000);
        return DateOnly.FromDateTime(utc.AddHours(utc.Month is > 3 and < 11 ? -4 : -5).DateTime).DayNumber;
    }

    private static long Time(string text)
    {
        var seconds = DateTimeOffset.Parse(text[..19] + "Z", CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        return seconds * 1_000_000_000 + long.Parse(text[20..29], CultureInfo.InvariantCulture);
    }

    private static decimal? Price(string text) => text.Length == 0 ? null : decimal.Parse(text, CultureInfo.InvariantCulture);

    private static long Size(string text) => text.Length == 0 ? 0 : long.Parse(text, CultureInfo.InvariantCulture);
}
