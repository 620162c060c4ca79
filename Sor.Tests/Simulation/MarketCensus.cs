using Sor.Core.MarketData;

namespace Sor.Tests.Simulation;

/// <summary>What there is in a market, counted record by record by its own small book.</summary>
internal sealed class MarketCensus
{
    private readonly Dictionary<(uint Instrument, ushort Venue), Mbp1> quotes = [];
    private readonly Dictionary<uint, (bool Locked, bool Crossed)> states = [];
    private ulong clock;
    private bool afterPrint;

    public long Records { get; private set; }

    public long Prints { get; private set; }

    /// <summary>Records whose venue shows a bid or an ask a dollar or more behind the best of all venues.</summary>
    public long Stubs { get; private set; }

    /// <summary>Records whose venue shows a bid or an ask, but not both.</summary>
    public long OneSided { get; private set; }

    /// <summary>Records whose venue shows nothing.</summary>
    public long Empty { get; private set; }

    /// <summary>Records with a stamp behind one before.</summary>
    public long Late { get; private set; }

    /// <summary>Records at which the best bid came to equal the best ask.</summary>
    public long Locked { get; private set; }

    /// <summary>Records at which the best bid came to be above the best ask.</summary>
    public long Crossed { get; private set; }

    /// <summary>Times a venue's price stayed and its size fell, and rose.</summary>
    public (long Fell, long Rose) Sizes { get; private set; }

    /// <summary>Times a trade took all of a venue's best price.</summary>
    public long Emptied { get; private set; }

    /// <summary>Per venue: crossings that its own quote made, and crossings that another venue's quote made with its older one.</summary>
    public Dictionary<ushort, (long Made, long Caught)> Crossings { get; } = [];

    public static MarketCensus Of(IRecordSource source)
    {
        var census = new MarketCensus();
        var some = new Mbp1[4096];
        for (int count; (count = source.Read(some)) > 0;)
            foreach (ref readonly var record in some.AsSpan(0, count)) census.Add(record);
        return census;
    }

    private void Add(in Mbp1 record)
    {
        Records++;
        if (record.TsRecv < clock) Late++;
        clock = Math.Max(clock, record.TsRecv);
        var hit = afterPrint;
        afterPrint = record.Action == RecordAction.Trade && !record.Flags.HasFlag(RecordFlags.Last);
        if (record.Action == RecordAction.Trade) Prints++;
        if (!record.Flags.HasFlag(RecordFlags.Last) || record.Action == RecordAction.Trade) return;

        var key = (record.InstrumentId, record.PublisherId);
        if (quotes.TryGetValue(key, out var before)) Compare(before, record, hit);
        quotes[key] = record;
        var (bid, ask) = Best(record.InstrumentId);
        var sides = (HasBid(record) ? 1 : 0) + (HasAsk(record) ? 1 : 0);
        if (sides == 1) OneSided++;
        if (sides == 0) Empty++;
        if ((HasBid(record) && bid.BidPx - record.BidPx >= Nanos.One) || (HasAsk(record) && record.AskPx - ask.AskPx >= Nanos.One)) Stubs++;
        if (!HasBid(bid) || !HasAsk(ask)) return;

        var was = states.GetValueOrDefault(record.InstrumentId);
        var now = (Locked: bid.BidPx == ask.AskPx, Crossed: bid.BidPx > ask.AskPx);
        states[record.InstrumentId] = now;
        if (now.Locked && !was.Locked) Locked++;
        if (!now.Crossed || was.Crossed) return;
        Crossed++;
        foreach (var venue in new[] { bid.PublisherId, ask.PublisherId })
        {
            var (made, caught) = Crossings.GetValueOrDefault(venue);
            Crossings[venue] = venue == record.PublisherId ? (made + 1, caught) : (made, caught + 1);
        }
    }

    private void Compare(in Mbp1 before, in Mbp1 after, bool hit)
    {
        var (fell, rose) = Sizes;
        if (before.AskPx == after.AskPx && before.AskSz > after.AskSz) fell++;
        if (before.AskPx == after.AskPx && before.AskSz < after.AskSz) rose++;
        if (before.BidPx == after.BidPx && before.BidSz > after.BidSz) fell++;
        if (before.BidPx == after.BidPx && before.BidSz < after.BidSz) rose++;
        Sizes = (fell, rose);
        // After the prints of an event comes the quote that is left.
        if (hit && (after.AskPx > before.AskPx || after.BidPx < before.BidPx)) Emptied++;
    }

    private (Mbp1 Bid, Mbp1 Ask) Best(uint instrument)
    {
        var none = new Mbp1 { BidPx = Mbp1.UndefinedPrice, AskPx = Mbp1.UndefinedPrice };
        var (bid, ask) = (none, none);
        foreach (var (key, quote) in quotes)
        {
            if (key.Instrument != instrument) continue;
            if (HasBid(quote) && (!HasBid(bid) || quote.BidPx > bid.BidPx)) bid = quote;
            if (HasAsk(quote) && (!HasAsk(ask) || quote.AskPx < ask.AskPx)) ask = quote;
        }

        return (bid, ask);
    }

    private static bool HasBid(in Mbp1 quote) => quote.BidPx != Mbp1.UndefinedPrice && quote.BidSz > 0;

    private static bool HasAsk(in Mbp1 quote) => quote.AskPx != Mbp1.UndefinedPrice && quote.AskSz > 0;
}
