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

    private readonly long[] bidPx = new long[MaxVenues];
    private readonly long[] askPx = new long[MaxVenues];
    private readonly uint[] bidSz = new uint[MaxVenues];
    private readonly uint[] askSz = new uint[MaxVenues];
    private readonly bool hasBids;
    private int venues;

    /// <summary>Creates an empty book.</summary>
    /// <param name="hasBids">Whether the data carries bids. Without, <see cref="Mid2"/> is twice the best ask.</param>
    public InstrumentBook(bool hasBids)
    {
        this.hasBids = hasBids;
        Array.Fill(bidPx, Mbp1.UndefinedPrice);
        Array.Fill(askPx, Mbp1.UndefinedPrice);
    }

    /// <summary>Bid prices by slot, nano-dollars; <see cref="Mbp1.UndefinedPrice"/> where there is none.</summary>
    public ReadOnlySpan<long> BidPx => bidPx;

    /// <summary>Ask prices by slot, nano-dollars; <see cref="Mbp1.UndefinedPrice"/> where there is none.</summary>
    public ReadOnlySpan<long> AskPx => askPx;

    /// <summary>Displayed shares at the bid by slot.</summary>
    public ReadOnlySpan<uint> BidSz => bidSz;

    /// <summary>Displayed shares at the ask by slot.</summary>
    public ReadOnlySpan<uint> AskSz => askSz;

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

    /// <summary>Sets a venue's offer.</summary>
    /// <param name="slot">The venue.</param>
    /// <param name="price">Nano-dollars, or <see cref="Mbp1.UndefinedPrice"/>.</param>
    /// <param name="size">Shares; 0 with an undefined price.</param>
    public void SetAsk(int slot, long price, uint size)
    {
        if (slot >= venues) venues = slot + 1;
        var before = askSz[slot] == 0 ? long.MaxValue : askPx[slot];
        var now = size == 0 ? long.MaxValue : price;
        askPx[slot] = price;
        askSz[slot] = size;
        if (now == before) return;

        if (now <= BestAsk) BestAsk = now;
        else if (before == BestAsk) BestAsk = LowestAsk();
        else return;
        Touch();
    }

    /// <summary>Sets a venue's bid; as <see cref="SetAsk"/>.</summary>
    public void SetBid(int slot, long price, uint size)
    {
        if (slot >= venues) venues = slot + 1;
        var before = bidSz[slot] == 0 ? long.MinValue : bidPx[slot];
        var now = size == 0 ? long.MinValue : price;
        bidPx[slot] = price;
        bidSz[slot] = size;
        if (now == before) return;

        if (now >= BestBid) BestBid = now;
        else if (before == BestBid) BestBid = HighestBid();
        else return;
        Touch();
    }

    private long LowestAsk()
    {
        var best = long.MaxValue;
        for (var k = 0; k < venues; k++)
            if (askSz[k] != 0 && askPx[k] < best)
                best = askPx[k];
        return best;
    }

    private long HighestBid()
    {
        var best = long.MinValue;
        for (var k = 0; k < venues; k++)
            if (bidSz[k] != 0 && bidPx[k] > best)
                best = bidPx[k];
        return best;
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
