using Sor.Core.Tape;

namespace Sor.Core.Routing;

/// <summary>
/// Decides where what is due goes, now. A router sees the market only through <see cref="RoutingView"/>, and has no memory: the same view
/// gives the same children. Routers that are equal trade alike, so one of them is run for all.
/// </summary>
public interface IRouter
{
    /// <summary>Name as users write it, such as <c>best_ask</c>.</summary>
    string Name { get; }

    /// <summary>Splits what is wanted over venues. Does not allocate.</summary>
    /// <param name="view">The market at the decision.</param>
    /// <param name="want">Shares due that are neither filled nor in flight; positive.</param>
    /// <param name="children">Where to put the children; room for one per venue.</param>
    /// <returns>How many children there are. Each is within the collar, takes no more than is available, and together they take no more
    /// than <paramref name="want"/>.</returns>
    int Route(in RoutingView view, long want, Span<ChildOrder> children);
}

/// <summary>A marketable, immediate-or-cancel child order.</summary>
/// <param name="Venue">The venue's slot.</param>
/// <param name="Shares">How many shares; positive.</param>
public readonly record struct ChildOrder(int Venue, long Shares);

/// <summary>
/// One side of the market as a taker sees it, turned so that a lower price is always better: offers as they are, bids with their sign
/// changed. All spans are by venue slot.
/// </summary>
public readonly ref struct RoutingView
{
    /// <summary>Prices, nano-dollars, turned; <see cref="long.MaxValue"/> where the venue shows nothing.</summary>
    public required ReadOnlySpan<long> Price { get; init; }

    /// <summary>Shares left to take.</summary>
    public required ReadOnlySpan<uint> Available { get; init; }

    /// <summary>Take fees, nano-dollars per share.</summary>
    public required ReadOnlySpan<long> Fee { get; init; }

    /// <summary>Rank of the venue's MIC in ordinal order, the last tie-breaker.</summary>
    public required ReadOnlySpan<byte> MicRank { get; init; }

    /// <summary>Best price displayed by any venue, turned; <see cref="long.MaxValue"/> where none shows one.</summary>
    public required long BestPrice { get; init; }

    /// <summary>Worst price the collar allows, turned.</summary>
    public required long CollarPrice { get; init; }

    /// <summary>Twice the mid, turned.</summary>
    public required long Mid2 { get; init; }

    /// <summary>What the spread usually is: fixed for a bucket, at its start.</summary>
    public required MeanSpread UsualSpread { get; init; }

    /// <summary>How many venues there are.</summary>
    public int Venues => Price.Length;

    /// <summary>Whether a venue has shares left at a price within the collar.</summary>
    public bool CanTake(int venue) => Available[venue] != 0 && Price[venue] <= CollarPrice;

    /// <summary>Price and take fee together, nano-dollars per share, turned. For venues that can be taken.</summary>
    public long AllInPrice(int venue) => Price[venue] + Fee[venue];
}
