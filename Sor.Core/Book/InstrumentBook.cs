using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Sor.Core.MarketData;

namespace Sor.Core.Book;

/// <summary>
/// The top of book of every venue of one instrument, and the national best bid and offer over them, kept record by record.
/// </summary>
/// <remarks>
/// A venue has the number (its <em>slot</em>) of its first appearance in the instrument's stream. Each side of the NBBO is taken by itself
/// over the venues whose quote there is defined and has a positive size.
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
    private readonly long maxSpreadNano;
    private readonly ulong maxSilence;
    private int venues;

    /// <summary>Creates an empty book.</summary>
    /// <param name="hasBids">Whether the data carries bids. Without, <see cref="Mid2"/> is twice the best ask.</param>
    /// <param name="limits">What makes its NBBO one to trade on.</param>
    public InstrumentBook(bool hasBids, TradableLimits limits)
    {
        this.hasBids = hasBids;
        (maxSpreadNano, maxSilence) = (limits.MaxSpreadNano, limits.MaxSilence.Nanos);
        Clear();
    }

    /// <summary>The quote of each venue, by slot.</summary>
    public ReadOnlySpan<VenueQuote> Quotes => quotes;

    /// <summary>National best bid, or <see cref="long.MinValue"/> where no venue bids.</summary>
    public long BestBid { get; private set; } = long.MinValue;

    /// <summary>National best offer, or <see cref="long.MaxValue"/> where no venue offers.</summary>
    public long BestAsk { get; private set; } = long.MaxValue;

    /// <summary>
    /// Twice the mid, nano-dollars: the sum of the last best bid and offer that were tradable; 0 before there were any.
    /// </summary>
    public long Mid2 { get; private set; }

    /// <summary>Best offer less best bid at the moment of <see cref="Mid2"/>, nano-dollars; 0 for ask-only data.</summary>
    public long Spread { get; private set; }

    /// <summary>Whether the NBBO is tradable by what it shows; how old it is, <see cref="TradabilityAt"/> adds.</summary>
    public Tradability Condition { get; private set; }

    /// <summary>Whether the best bid now equals the best offer.</summary>
    public bool IsLocked { get; private set; }

    /// <summary>
    /// Counts the changes of <see cref="Condition"/>, <see cref="IsLocked"/> and <see cref="Spread"/>, so that one comparison tells whether
    /// there was any.
    /// </summary>
    public int Changes { get; private set; }

    /// <summary>Counts the changes of what some venue bids or offers, prices or whether at all.</summary>
    public int Moves { get; private set; }

    /// <summary>When a venue last sent a record, nanoseconds since the epoch: kept by whoever applies records.</summary>
    public ulong LastHeard { get; set; }

    /// <summary>How many times the NBBO became crossed.</summary>
    public long CrossedCount { get; private set; }

    /// <summary>How many times the NBBO became locked.</summary>
    public long LockedCount { get; private set; }

    /// <summary>Forgets all quotes, as a new trading day does. What has been counted stays.</summary>
    public void Clear()
    {
        Array.Fill(quotes, new VenueQuote { BidPx = Mbp1.UndefinedPrice, AskPx = Mbp1.UndefinedPrice });
        Array.Fill(bids, long.MinValue);
        Array.Fill(asks, long.MaxValue);
        venues = 0;
        Moves++;
        (BestBid, BestAsk) = (long.MinValue, long.MaxValue);
        (Mid2, Spread, LastHeard) = (0, 0, 0);
        (Condition, IsLocked) = (Tradability.OneSided, false);
        Changes++;
    }

    /// <summary>The last instant at which the quotes are not too old, if no venue sends another record.</summary>
    public ulong FreshUntil => LastHeard + maxSilence;

    /// <summary>Whether a decision can be taken at an instant, all records up to which have been applied.</summary>
    /// <param name="instant">Nanoseconds since the epoch.</param>
    public Tradability TradabilityAt(ulong instant) =>
        Condition == Tradability.Tradable && instant > FreshUntil ? Tradability.Silent : Condition;

    /// <summary>What a venue's own quote would be as an NBBO, and whether it is locked.</summary>
    public (Tradability Condition, bool IsLocked) ConditionOf(int slot)
    {
        var condition = ConditionOf(bids[slot], asks[slot]);
        return (condition, condition == Tradability.Tradable && hasBids && bids[slot] == asks[slot]);
    }

    /// <summary>The venues without which the NBBO would not be crossed, a bit for each slot; none while it is not.</summary>
    public ulong Crossing()
    {
        if (Condition != Tradability.Crossed) return 0;
        var (bidder, seller) = (Array.IndexOf(bids, BestBid, 0, venues), Array.IndexOf(asks, BestAsk, 0, venues));
        return Alone(bidder) | Alone(seller);

        // Only a venue with the best price of a side can be the one.
        ulong Alone(int slot)
        {
            var (bid, ask) = (long.MinValue, long.MaxValue);
            for (var i = 0; i < venues; i++)
                if (i != slot)
                    (bid, ask) = (Math.Max(bid, bids[i]), Math.Min(ask, asks[i]));
            return bid > ask ? 0 : 1UL << slot;
        }
    }

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

    // Which side moved, and whether the best price did, is as good as random, so branches would be mispredicted: both bests are taken anew
    // over all venues.
    private void Move(int slot, long bid, long ask)
    {
        if (slot >= venues) venues = slot + 1;
        (bids[slot], asks[slot]) = (bid, ask);
        Moves++;
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
        var condition = ConditionOf(BestBid, BestAsk);
        var isTradable = condition == Tradability.Tradable;
        var spread = !isTradable ? Spread : hasBids ? BestAsk - BestBid : 0;
        var locked = isTradable && hasBids && spread == 0;
        if (isTradable) Mid2 = checked(hasBids ? BestBid + BestAsk : 2 * BestAsk);
        if (condition == Condition && spread == Spread && locked == IsLocked) return;
        if (condition == Tradability.Crossed && Condition != Tradability.Crossed) CrossedCount++;
        if (locked && !IsLocked) LockedCount++;
        (Condition, Spread, IsLocked) = (condition, spread, locked);
        Changes++;
    }

    private Tradability ConditionOf(long bid, long ask)
    {
        if (ask == long.MaxValue || (hasBids && bid == long.MinValue)) return Tradability.OneSided;
        if (!hasBids) return Tradability.Tradable;
        if (bid > ask) return Tradability.Crossed;

        // By whole dollars first: most spreads are far below the limit, and 128 bits are dear.
        if (2 * (ask - bid) <= (bid + ask) / Nanos.One * maxSpreadNano) return Tradability.Tradable;
        return Math.BigMul(2 * (ask - bid), Nanos.One) > Math.BigMul(bid + ask, maxSpreadNano)
            ? Tradability.Wide
            : Tradability.Tradable;
    }
}

/// <summary>
/// What one venue shows: prices in nano-dollars, <see cref="Mbp1.UndefinedPrice"/> where there is none, and displayed shares.
/// </summary>
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
