using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Sor.Core.MarketData;

namespace Sor.Core.Book;

/// <summary>
/// The top of book of every venue of one instrument, and the national best bid and offer over them, kept record by record.
/// </summary>
/// <remarks>
/// A venue has the number (its <em>slot</em>) of its first appearance in the instrument's stream. Each side of the NBBO is taken by itself over the venues
/// whose quote there is defined and has a positive size.
/// </remarks>
public sealed class InstrumentBook
{
    /// <summary>The most venues one instrument can have.</summary>
    public const int MaxVenues = 64;

    private readonly VenueQuote[] quotes = new VenueQuote[MaxVenues];

    // What each venue bids and offers; the ends of the range where it does not, as for venues not seen yet.
    private readonly long[] bids = new long[MaxVenues];
    private readonly long[] asks = new long[MaxVenues];
    private readonly bool hasBids;
    private int venues;

    /// <summary>Creates an empty book.</summary>
    /// <param name="hasBids">Whether the data carries bids. Without, <see cref="Mid2"/> is twice the best ask.</param>
    public InstrumentBook(bool hasBids)
    {
        this.hasBids = hasBids;
        Array.Fill(quotes, new VenueQuote { BidPx = Mbp1.UndefinedPrice, AskPx = Mbp1.UndefinedPrice });
        Array.Fill(bids, long.MinValue);
        Array.Fill(asks, long.MaxValue);
    }

    /// <summary>The quote of each venue, by slot.</summary>
    public ReadOnlySpan<VenueQuote> Quotes => quotes;

    /// <summary>National best bid, or <see cref="long.MinValue"/> where no venue bids.</summary>
    public long BestBid { get; private set; } = long.MinValue;

    /// <summary>National best offer, or <see cref="long.MaxValue"/> where no venue offers.</summary>
    public long BestAsk { get; private set; } = long.MaxValue;

    /// <summary>
    /// Twice the mid, nano-dollars: the sum of the last two-sided, uncrossed best bid and offer; 0 before there was one.
    /// </summary>
    public long Mid2 { get; private set; }

    /// <summary>Best offer less best bid at the moment of <see cref="Mid2"/>, nano-dollars; 0 for ask-only data.</summary>
    public long Spread { get; private set; }

    /// <summary>Whether both sides are there now (for ask-only data: whether there is an offer).</summary>
    public bool IsTwoSided => BestAsk != long.MaxValue && (!hasBids || BestBid != long.MinValue);

    /// <summary>Whether the best bid is now above the best offer.</summary>
    public bool IsCrossed { get; private set; }

    /// <summary>Whether the best bid now equals the best offer.</summary>
    public bool IsLocked { get; private set; }

    /// <summary>How many times the NBBO became crossed.</summary>
    public long CrossedCount { get; private set; }

    /// <summary>How many times the NBBO became locked.</summary>
    public long LockedCount { get; private set; }

    /// <summary>
    /// Sets what a venue shows, both sides at once: a mid of one side's new price and the other's old one never was.
    /// </summary>
    /// <param name="slot">The venue.</param>
    /// <param name="shown">Its quote; a size is 0 where the price is undefined.</param>
    /// <returns>What it showed before.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public VenueQuote Set(int slot, VenueQuote shown)
    {
        ref var quote = ref quotes[slot];
        var before = quote;
        // Field by field: a copy of the whole would wait for its parts.
        (quote.BidPx, quote.AskPx, quote.BidSz, quote.AskSz) = (shown.BidPx, shown.AskPx, shown.BidSz, shown.AskSz);
        var (bid, ask) = (shown.BidSz == 0 ? long.MinValue : shown.BidPx, shown.AskSz == 0 ? long.MaxValue : shown.AskPx);
        if ((bid ^ bids[slot] | ask ^ asks[slot]) != 0) Move(slot, bid, ask);
        return before;
    }

    // Which side moved, and whether the best price did, is as good as random, so branches would be mispredicted: both bests are taken anew over all venues.
    private void Move(int slot, long bid, long ask)
    {
        if (slot >= venues) venues = slot + 1;
        (bids[slot], asks[slot]) = (bid, ask);
        var (highest, lowest) = (Vector128.Create(long.MinValue), Vector128.Create(long.MaxValue));
        for (var i = 0; i < venues; i += Vector128<long>.Count)
        {
            highest = Vector128.Max(highest, Vector128.LoadUnsafe(ref bids[i]));
            lowest = Vector128.Min(lowest, Vector128.LoadUnsafe(ref asks[i]));
        }

        BestBid = Math.Max(highest[0], highest[1]);
        BestAsk = Math.Min(lowest[0], lowest[1]);
        Touch();
    }

    private void Touch()
    {
        if (!hasBids)
        {
            if (BestAsk != long.MaxValue) Mid2 = checked(2 * BestAsk);
            return;
        }

        var twoSided = BestBid != long.MinValue && BestAsk != long.MaxValue;
        var crossed = twoSided && BestBid > BestAsk;
        var locked = twoSided && BestBid == BestAsk;
        if (crossed && !IsCrossed) CrossedCount++;
        if (locked && !IsLocked) LockedCount++;
        IsCrossed = crossed;
        IsLocked = locked;
        if (!twoSided || crossed) return;
        Mid2 = checked(BestBid + BestAsk);
        Spread = BestAsk - BestBid;
    }
}

/// <summary>What one venue shows: prices in nano-dollars, <see cref="Mbp1.UndefinedPrice"/> where there is none, and displayed shares.</summary>
public struct VenueQuote
{
    /// <summary>Bid price.</summary>
    public long BidPx;

    /// <summary>Ask price.</summary>
    public long AskPx;

    /// <summary>Shares at the bid; 0 where there is no bid.</summary>
    public uint BidSz;

    /// <summary>Shares at the ask; 0 where there is no ask.</summary>
    public uint AskSz;
}
