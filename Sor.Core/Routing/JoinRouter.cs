namespace Sor.Core.Routing;

/// <summary>
/// <c>join</c>: posts all that is due at the best price of its own side, over the venues that show it in proportion to their size, rounded
/// down; what rounding leaves goes to the largest, of equals the first by MIC.
/// </summary>
public sealed class JoinRouter : IOncePerSlice
{
    /// <inheritdoc/>
    public string Name => "join";

    /// <inheritdoc/>
    public bool Rests => true;

    /// <inheritdoc/>
    public void Decide(in RoutingView view, Placement orders)
    {
        if (!view.IsSliceStart) return;
        var (displayed, first) = (0L, -1);
        for (var venue = 0; venue < view.Bid.Length; venue++)
        {
            if (!view.ShowsSlicePrice(venue)) continue;
            displayed += view.BidSize[venue];
            if (first < 0 || Precedes(in view, venue, first)) first = venue;
        }

        var rest = view.Want;
        for (var venue = 0; venue < view.Bid.Length; venue++)
            if (view.ShowsSlicePrice(venue)) rest -= Part(in view, venue, displayed);
        for (var venue = 0; venue < view.Bid.Length; venue++)
            if (view.ShowsSlicePrice(venue)) orders.Rest(venue, Part(in view, venue, displayed) + (venue == first ? rest : 0));
    }

    private static long Part(in RoutingView view, int venue, long displayed) => Wide.Part(view.Want, view.BidSize[venue], displayed);

    private static bool Precedes(in RoutingView view, int venue, int other)
    {
        var (size, otherSize) = (view.BidSize[venue], view.BidSize[other]);
        return size != otherSize ? size > otherSize : view.MicRank[venue] < view.MicRank[other];
    }
}
