using Sor.Core.Orders;
using Sor.Core.Tape;

namespace Sor.Core.Routing;

/// <summary>
/// The market at one decision, as the router of one parent sees it. Prices are nano-dollars a share and turned: for a buy as they are, for
/// a sell bids and offers swapped and their signs changed, so that a lower <see cref="Ask"/> is always cheaper to take and a higher
/// <see cref="Bid"/> always better to rest at. Spans are by venue slot, from 0; <see cref="Venues"/> has the same venue by venue.
/// </summary>
/// <remarks>
/// A view can be changed for another router: <c>join.Decide(view with { Want = view.Want - orders.Taken }, orders)</c>. What each member is
/// for a seller is said once, here: $10.01 offered, to be bought, is an <see cref="Ask"/> of 10,010,000,000; $9.99 bid, to be sold to, is
/// an <see cref="Ask"/> of -9,990,000,000.
/// </remarks>
public readonly ref struct RoutingView
{
    /// <summary>MICs and fees.</summary>
    public required RoutedVenues Known { get; init; }

    /// <summary>Prices to take at, turned; <see cref="long.MaxValue"/> where a venue shows nothing.</summary>
    public required ReadOnlySpan<long> Ask { get; init; }

    /// <summary>Shares displayed at <see cref="Ask"/>, whatever was taken of them.</summary>
    public ReadOnlySpan<uint> AskSize { get; init; }

    /// <summary>Shares left to take at <see cref="Ask"/>: what this parent took stays taken.</summary>
    public required ReadOnlySpan<uint> Available { get; init; }

    /// <summary>What a share taken costs beside its price, nano-dollars; negative is earned.</summary>
    public ReadOnlySpan<long> TakeFee => Known.TakeFee;

    /// <summary>
    /// Prices where orders rest, turned; <see cref="long.MinValue"/> where a venue shows nothing. Empty for built-in routers that only take.
    /// </summary>
    public ReadOnlySpan<long> Bid { get; init; }

    /// <summary>Shares displayed at <see cref="Bid"/>, of all others: own orders are not in them.</summary>
    public ReadOnlySpan<uint> BidSize { get; init; }

    /// <summary>What a share filled of a resting order costs beside its price, nano-dollars; negative is earned.</summary>
    public ReadOnlySpan<long> AddFee => Known.AddFee;

    /// <summary>Rank of the venue's MIC in ordinal order, the last tie-breaker.</summary>
    public ReadOnlySpan<byte> MicRank => Known.MicRank;

    /// <summary>Slots in the order of their MICs.</summary>
    public ReadOnlySpan<byte> ByMic => Known.ByMic;

    /// <summary>Best price to take at of any venue, whatever was taken of it, turned; <see cref="long.MaxValue"/> where none shows one.</summary>
    public required long BestAsk { get; init; }

    /// <summary>Best price where orders rest of any venue, turned; <see cref="long.MinValue"/> where none shows one.</summary>
    public long BestBid { get; init; }

    /// <summary>Worst price that the collar lets one take at, turned.</summary>
    public required long CollarPrice { get; init; }

    /// <summary>Twice the mid, turned: <see cref="BestAsk"/> and <see cref="BestBid"/> together.</summary>
    public required long Mid2 { get; init; }

    /// <summary>From bid to offer, nano-dollars; not negative.</summary>
    public long Spread { get; init; }

    /// <summary>
    /// What the spread usually is: its mean over time in the half hour before the bucket's start, and fixed for the bucket.
    /// <c>view.UsualSpread.Whole / 2</c> is the usual half-spread in whole nano-dollars.
    /// </summary>
    public required MeanSpread UsualSpread { get; init; }

    /// <summary>Shares due that are neither filled, resting nor on their way; not negative. 0 where all that is due rests.</summary>
    public required long Want { get; init; }

    /// <summary>Shares of the parent that are neither filled, resting nor on their way; not negative.</summary>
    public long Left { get; init; }

    /// <summary>
    /// Shares of the parent that are neither filled nor on their way to take, whatever rests of them: the most that can be placed by
    /// whoever cancels first.
    /// </summary>
    public long Unfilled { get; init; }

    /// <summary>Shares that rest or are on their way to rest, without those that are being cancelled.</summary>
    public long Resting { get; init; }

    /// <summary>The venues that they are at, a bit for each slot.</summary>
    internal ulong RestingVenues { get; init; }

    /// <summary>Shares on their way to take; 0 without latency.</summary>
    public long InFlight { get; init; }

    /// <summary>The moment of the decision, nanoseconds since the epoch, UTC.</summary>
    public ulong Time { get; init; }

    /// <summary>When the schedule's bucket ends and what is due is swept, nanoseconds since the epoch, UTC.</summary>
    public ulong BucketEnd { get; init; }

    /// <summary>When the parent's window ends, nanoseconds since the epoch, UTC.</summary>
    public ulong ParentEnd { get; init; }

    /// <summary>Whether the parent buys or sells. Prices are turned already: few routers need it.</summary>
    public Side Side { get; init; }

    /// <summary>
    /// For a router that rests, the price of the slice that the decision is within: the best where orders rest, at its start, turned.
    /// </summary>
    public long SlicePrice { get; init; }

    /// <summary>Whether a slice starts here: the best price of one's own side is a new one, or the bucket is.</summary>
    public bool IsSliceStart { get; init; }

    /// <summary>The spread when the slice started, nano-dollars.</summary>
    public long FirstSpread { get; init; }

    /// <summary>The slices that the decision may learn from; <c>null</c> where none are kept.</summary>
    public ISliceSample? Sample { get; init; }

    /// <summary>The venues one by one, by slot: <c>foreach (var venue in view.Venues)</c>.</summary>
    public VenueList Venues => new(this);

    /// <summary>A venue by its slot, from 0.</summary>
    public VenueQuotes Venue(int slot) => new(in this, slot);

    /// <summary>Whether a venue has shares left to take at a price within the collar.</summary>
    public bool CanTake(int slot) => Available[slot] != 0 && Ask[slot] <= CollarPrice;

    /// <summary>Price and take fee together, nano-dollars a share, turned. For venues that can be taken.</summary>
    public long AllIn(int slot) => Ask[slot] + TakeFee[slot];

    /// <summary>Whether an order of this parent rests at a venue or is on its way there, and is not being cancelled.</summary>
    public bool IsResting(int slot) => (RestingVenues >> slot & 1) != 0;

    /// <summary>Whether a venue shows the slice's price, so that an order there stands in its queue.</summary>
    public bool ShowsSlicePrice(int slot) => BidSize[slot] != 0 && Bid[slot] == SlicePrice;
}
