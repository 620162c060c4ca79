using Sor.Core.Orders;

namespace Sor.Core.Execution;

/// <summary>
/// What became of one parent order under one strategy. All sums are exact: nano-dollars, or half nano-dollars where the name ends in
/// <c>2</c>. A sum marked
/// <em>signed</em> is positive where it costs, for either side.
/// </summary>
public sealed record ParentOutcome
{
    /// <summary>Whether the parent bought or sold.</summary>
    public required Side Side { get; init; }

    /// <summary>Shares ordered.</summary>
    public required long Quantity { get; init; }

    /// <summary>Twice the mid at the window's start.</summary>
    public required long ArrivalMid2 { get; init; }

    /// <summary>Shares filled.</summary>
    public required long Filled { get; init; }

    /// <summary>Sum of price times shares over fills.</summary>
    public required Int128 Notional { get; init; }

    /// <summary>Sum of fee times shares over fills.</summary>
    public required Int128 Fees { get; init; }

    /// <summary>Signed sum of <c>(2 price - mid2) shares</c>, the mid at the fill.</summary>
    public required Int128 HalfSpread2 { get; init; }

    /// <summary>Signed sum of <c>(mid2 - arrival mid2) shares</c>, the mid at the fill.</summary>
    public required Int128 Timing2 { get; init; }

    /// <summary>Price at which the shares never filled are charged; 0 where all are filled.</summary>
    public required long RemainderPrice { get; init; }

    /// <summary>What <see cref="RemainderPrice"/> would be at half the collar.</summary>
    public required long RemainderPriceAtHalfCollar { get; init; }

    /// <summary>What <see cref="RemainderPrice"/> would be at twice the collar.</summary>
    public required long RemainderPriceAtTwiceCollar { get; init; }

    /// <summary>Fee at which they are charged.</summary>
    public required long RemainderFee { get; init; }

    /// <summary>Every execution, in order.</summary>
    public required FillCollection Fills { get; init; }

    /// <summary>Per markout horizon: how the mid moved after fills that took.</summary>
    public required Markout[] Markouts { get; init; }

    /// <summary>The same after fills of resting orders; empty where there are none.</summary>
    public Markout[] MakerMarkouts { get; init; } = [];

    /// <summary>Shares printed on routable venues while the parent was executed, at least a minute. See <see cref="OwnTime"/>.</summary>
    public required long VolumeMeanwhile { get; init; }

    /// <summary>Filled shares per bucket of the schedule.</summary>
    public required long[] BucketShares { get; init; }

    /// <summary>Shares filled after the window's end.</summary>
    public required long Overtime { get; init; }

    /// <summary>Shares filled by resting orders.</summary>
    public long Maker { get; init; }

    /// <summary>Those of them that the market filled by going through their price.</summary>
    public long Through { get; init; }

    /// <summary>What was expected of orders that rested, and what became of them; <c>null</c> where nothing was.</summary>
    public PostedOrders? Posted { get; init; }

    /// <summary>Sum over filled shares of the time by which each came before it was due: shares times nanoseconds.</summary>
    public Int128 AheadShareNanos { get; init; }

    /// <summary>
    /// Sum over filled shares of the time from when each became due to its fill, the earliest due filled first: shares times nanoseconds.
    /// </summary>
    public required Int128 WaitedShareNanos { get; init; }

    /// <summary>Shares never filled.</summary>
    public long Remainder => Quantity - Filled;

    /// <summary>The same parent with its remainder charged at another price.</summary>
    public ParentOutcome ChargedAt(long remainderPrice) => this with { RemainderPrice = remainderPrice };

    /// <summary>
    /// Cash, positive either way: paid with fees by a buyer, received after fees by a seller; the remainder at its charge.
    /// </summary>
    public Int128 Cash => Side == Side.Buy
        ? Notional + Fees + (Int128)Remainder * (RemainderPrice + RemainderFee)
        : Notional - Fees + (Int128)Remainder * (RemainderPrice - RemainderFee);

    /// <summary>Signed cost beyond the arrival mid, in half nano-dollars: the sum of half spread, fees, timing and remainder.</summary>
    public Int128 Shortfall2 => (int)Side * (2 * Cash - (Int128)Quantity * ArrivalMid2);

    /// <summary>Signed charge of the remainder beyond the arrival mid, in half nano-dollars.</summary>
    public Int128 Remainder2 => (Int128)Remainder * ((int)Side * (2 * RemainderPrice - ArrivalMid2) + 2 * RemainderFee);
}

/// <summary>
/// How the mid moved in some time after fills, over those that have a mid so much later. Signed: positive is in our favour.
/// </summary>
/// <param name="FromPrice2">Sum of <c>(mid2 after - 2 price) shares</c>.</param>
/// <param name="FromMid2">Sum of <c>(mid2 after - mid2 at the fill) shares</c>.</param>
/// <param name="Shares">The shares these are over.</param>
public readonly record struct Markout(Int128 FromPrice2, Int128 FromMid2, long Shares);
