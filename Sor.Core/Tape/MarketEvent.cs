namespace Sor.Core.Tape;

/// <summary>The kinds of event that a tape keeps.</summary>
public enum EventKind : byte
{
    /// <summary>A venue says what it shows, changed or not, both sides at once; nothing after it has cleared its book.</summary>
    Quote,

    /// <summary>A trade whose buyer was the aggressor.</summary>
    BuyPrint,

    /// <summary>A trade whose seller was the aggressor.</summary>
    SellPrint,

    /// <summary>A trade whose aggressor is neither said nor to be told from its price.</summary>
    Print,
}

/// <summary>
/// One event of a window, for strategies that follow each: a quote of a venue, or a print on it. Prices are nano-dollars,
/// <see cref="MarketData.Mbp1.UndefinedPrice"/> where there is none.
/// </summary>
public readonly record struct MarketEvent
{
    private MarketEvent(ulong time, EventKind kind, int venue, long bidPx, uint bidSz, long askPx, uint askSz) =>
        (Time, Kind, Venue, BidPx, BidSz, AskPx, AskSz) = (time, kind, (byte)venue, bidPx, bidSz, askPx, askSz);

    /// <summary>The clock then, nanoseconds since the epoch: no less than that of the event before.</summary>
    public ulong Time { get; }

    /// <summary>The venue's bid after a quote.</summary>
    public long BidPx { get; }

    /// <summary>The venue's offer after a quote.</summary>
    public long AskPx { get; }

    /// <summary>Shares displayed at <see cref="BidPx"/>; 0 where there is none.</summary>
    public uint BidSz { get; }

    /// <summary>Shares displayed at <see cref="AskPx"/>; 0 where there is none.</summary>
    public uint AskSz { get; }

    /// <summary>The venue's slot.</summary>
    public byte Venue { get; }

    /// <summary>Whether it is a quote or a print.</summary>
    public EventKind Kind { get; }

    /// <summary>Whether it is a print.</summary>
    public bool IsPrint => Kind != EventKind.Quote;

    /// <summary>Price of a print.</summary>
    public long Price => BidPx;

    /// <summary>Shares of a print.</summary>
    public uint Size => BidSz;

    /// <summary>A quote.</summary>
    internal static MarketEvent OfQuote(ulong time, int venue, in Book.VenueQuote quote) =>
        new(time, EventKind.Quote, venue, quote.BidPx, quote.BidSz, quote.AskPx, quote.AskSz);

    /// <summary>A print.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="venue">The venue's slot.</param>
    /// <param name="price">Its price.</param>
    /// <param name="size">Its shares.</param>
    /// <param name="aggressor">What the record says of the aggressor.</param>
    /// <param name="mid2Before">Twice the mid as it stood before the print's stamp; 0 if there was none. Where the record does not say, it
    /// decides.</param>
    internal static MarketEvent OfPrint(ulong time, int venue, long price, uint size, MarketData.RecordSide aggressor, long mid2Before) =>
        new(time, KindOf(price, aggressor, mid2Before), venue, price, size, MarketData.Mbp1.UndefinedPrice, 0);

    private static EventKind KindOf(long price, MarketData.RecordSide aggressor, long mid2Before) => aggressor switch
    {
        MarketData.RecordSide.Bid => EventKind.BuyPrint,
        MarketData.RecordSide.Ask => EventKind.SellPrint,
        _ when mid2Before == 0 || 2 * price == mid2Before => EventKind.Print,
        _ => 2 * price > mid2Before ? EventKind.BuyPrint : EventKind.SellPrint,
    };
}
