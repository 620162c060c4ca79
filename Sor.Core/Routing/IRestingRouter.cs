namespace Sor.Core.Routing;

/// <summary>
/// A router whose orders may rest. It is asked at every decision of a slice, a stretch in which the best price of its side stays; it may
/// post at the slice's first, at the slice's price, and what is not filled is cancelled at its end. Everything else holds as for
/// <see cref="IRouter"/>: no memory, and only the view.
/// </summary>
public interface IRestingRouter : IRouter
{
    /// <summary>Decides what is taken and what is posted. Does not allocate.</summary>
    /// <param name="view">The market at the decision, and where in its slice that is.</param>
    /// <param name="placement">Receives the orders; empty before.</param>
    void Decide(in SliceView view, Placement placement);

    /// <summary>Outside of slices a router that rests does nothing.</summary>
    int IRouter.Route(in RoutingView view, long want, Span<ChildOrder> children) => 0;
}

/// <summary>
/// The market at a decision of a slice. Prices are turned: on the side where orders rest a higher one is always better, on the side that is
/// taken from a lower one. All spans are by venue slot.
/// </summary>
public readonly ref struct SliceView
{
    /// <summary>The side that is taken from.</summary>
    public required RoutingView Market { get; init; }

    /// <summary>Prices where orders rest, nano-dollars, turned; <see cref="long.MinValue"/> where a venue shows nothing.</summary>
    public required ReadOnlySpan<long> Bid { get; init; }

    /// <summary>Shares displayed at them.</summary>
    public required ReadOnlySpan<uint> BidSize { get; init; }

    /// <summary>What a fill of a resting order costs, nano-dollars per share; negative is earned.</summary>
    public required ReadOnlySpan<long> AddFee { get; init; }

    /// <summary>Slots in the order of their MICs.</summary>
    public required ReadOnlySpan<byte> ByMic { get; init; }

    /// <summary>The slice's price, turned: the best where orders rest, at the slice's first decision.</summary>
    public required long Price { get; init; }

    /// <summary>Whether this is the slice's first decision, so that orders may be posted.</summary>
    public required bool IsFirst { get; init; }

    /// <summary>The spread at the slice's first decision, nano-dollars.</summary>
    public required long FirstSpread { get; init; }

    /// <summary>Shares due that are neither filled nor on their way to take; positive.</summary>
    public required long Want { get; init; }

    /// <summary>Shares of the parent that are neither filled nor on their way to take.</summary>
    public required long Left { get; init; }

    /// <summary>The slices that the decision may learn from; <c>null</c> where no strategy asks for them.</summary>
    public ISliceSample? Sample { get; init; }

    /// <summary>Whether a venue shows the slice's price.</summary>
    public bool ShowsPrice(int venue) => BidSize[venue] != 0 && Bid[venue] == Price;
}
