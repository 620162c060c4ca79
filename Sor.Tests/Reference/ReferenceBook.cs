namespace Sor.Tests.Reference;

/// <summary>
/// What a venue shows to a buyer or a seller: its own side, where orders rest, and the far side, from which is taken. A quote of no size is
/// none.
/// </summary>
internal readonly record struct ReferenceQuote(decimal? Near, long NearSize, decimal? Far, long FarSize);

/// <summary>The venues as one side sees them, row by row, with the prints since each venue's last quote.</summary>
internal sealed class ReferenceBook(bool buys)
{
    private readonly Dictionary<string, ReferenceQuote> quotes = [];
    private readonly Dictionary<string, List<(decimal Price, long Size)>> prints = [];

    /// <summary>A book of its own that is now as another is.</summary>
    public ReferenceBook(bool buys, ReferenceBook like)
        : this(buys)
    {
        foreach (var (venue, quote) in like.quotes) quotes[venue] = quote;
        foreach (var (venue, sinceQuote) in like.prints) prints[venue] = [.. sinceQuote];
    }

    /// <summary>The venues that have shown something, by MIC.</summary>
    public IEnumerable<string> Venues => quotes.Keys.Order(StringComparer.Ordinal);

    public ReferenceQuote this[string venue] => quotes.GetValueOrDefault(venue);

    /// <summary>Applies a row, which is a quote of its venue or a print there or neither.</summary>
    public void Apply(ReferenceRow row)
    {
        if (row.IsPrint)
        {
            if (!prints.TryGetValue(row.Venue!, out var sinceQuote)) prints[row.Venue!] = sinceQuote = [];
            sinceQuote.Add((row.TradePrice!.Value, row.TradeSize));
        }

        if (!row.IsUpdate) return;
        var (bid, ask) = row.Action == "R" ? (null, null) : (row.BidSize > 0 ? row.Bid : null, row.AskSize > 0 ? row.Ask : null);
        var (bidSize, askSize) = (bid is null ? 0 : row.BidSize, ask is null ? 0 : row.AskSize);
        quotes[row.Venue!] = buys ? new(bid, bidSize, ask, askSize) : new(ask, askSize, bid, bidSize);
    }

    /// <summary>The volume printed on a venue at a price since the venue's last quote.</summary>
    public long Printed(string venue, decimal price) =>
        prints.TryGetValue(venue, out var sinceQuote) ? sinceQuote.Where(p => p.Price == price).Sum(p => p.Size) : 0;

    /// <summary>Forgets the prints before a quote, once what they explain has been asked for.</summary>
    public void Quoted(string venue) => prints.Remove(venue);

    /// <summary>Whether the near price of the one is worse than that of the other: a lower bid, a higher offer.</summary>
    public bool Below(decimal price, decimal than) => buys ? price < than : price > than;

    /// <summary>The venues whose far side is at or beyond a price, the cheapest first, then by MIC.</summary>
    public List<string> Meeting(decimal price) =>
        [.. Venues.Where(v => quotes[v].Far is { } far && !Below(price, far)).OrderBy(v => buys ? quotes[v].Far : -quotes[v].Far)];

    /// <summary>
    /// "At an unchanged price each displayed change d gives available = min(available + max(d, 0), displayed); a change of price gives
    /// available = displayed."
    /// </summary>
    public static long Available(long available, ReferenceQuote before, ReferenceQuote after) =>
        before.Far == after.Far && after.Far is not null
            ? Math.Min(available + Math.Max(after.FarSize - before.FarSize, 0), after.FarSize)
            : after.FarSize;
}
