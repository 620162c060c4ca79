using System.Runtime.Intrinsics;
using Sor.Core.Book;

namespace Sor.Core.Routing;

/// <summary>
/// Decides where what is due goes, now. A router sees the market only through <see cref="RoutingView"/>, and has no memory: the same view gives the same children.
/// </summary>
public interface IRouter
{
    /// <summary>Name as users write it, such as <c>best_ask</c>.</summary>
    string Name { get; }

    /// <summary>Splits what is wanted over venues. Does not allocate.</summary>
    /// <param name="view">The market at the decision.</param>
    /// <param name="want">Shares due that are neither filled nor in flight; positive.</param>
    /// <param name="children">Where to put the children; room for one per venue.</param>
    /// <returns>How many children there are. Each is within the collar, takes no more than is available, and together they take no more than <paramref name="want"/>.</returns>
    int Route(in RoutingView view, long want, Span<ChildOrder> children);
}

/// <summary>A marketable, immediate-or-cancel child order.</summary>
/// <param name="Venue">The venue's slot.</param>
/// <param name="Shares">How many shares; positive.</param>
public readonly record struct ChildOrder(int Venue, long Shares);

/// <summary>
/// One side of the market as a taker sees it, turned so that a lower price is always better: offers as they are, bids with their sign changed.
/// All spans are by venue slot.
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

    /// <summary>Twice the mid at the bucket's first decision, turned.</summary>
    public required long BucketMid2 { get; init; }

    /// <summary>The spread at the bucket's first decision.</summary>
    public required long BucketSpread { get; init; }

    /// <summary>The venues with shares left, a price within the collar, and price and take fee together at most <paramref name="dearest"/>.</summary>
    /// <param name="dearest">Nano-dollars, turned; by default there is no such limit.</param>
    /// <returns>A bit for each venue, the lowest for slot 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">More than <see cref="InstrumentBook.MaxVenues"/> venues.</exception>
    public ulong Takeable(long dearest = long.MaxValue)
    {
        var venues = Price.Length;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(venues, InstrumentBook.MaxVenues);
        var available = Available[..venues];
        var fee = Fee[..venues];
        var (collars, dearests) = (Vector128.Create(CollarPrice), Vector128.Create(dearest));
        var mask = 0UL;
        var k = 0;
        for (; k <= venues - 4; k += 4)
        {
            var prices = Price.Slice(k, 4);
            var fees = fee.Slice(k, 4);
            var (priceA, priceB) = (Vector128.Create(prices), Vector128.Create(prices[2..]));
            var (feeA, feeB) = (Vector128.Create(fees), Vector128.Create(fees[2..]));
            var notA = Vector128.GreaterThan(priceA, collars) | Vector128.GreaterThan(priceA + feeA, dearests);
            var notB = Vector128.GreaterThan(priceB, collars) | Vector128.GreaterThan(priceB + feeB, dearests);
            var not = Vector128.Narrow(notA, notB) | Vector128.Equals(Vector128.Create(available.Slice(k, 4)), Vector128<uint>.Zero).AsInt32();
            mask |= (ulong)(not.ExtractMostSignificantBits() ^ 0xF) << k;
        }

        for (; k < venues; k++)
            mask |= (available[k] != 0 & Price[k] <= CollarPrice & Price[k] + fee[k] <= dearest ? 1UL : 0) << k;
        return mask;
    }
}
