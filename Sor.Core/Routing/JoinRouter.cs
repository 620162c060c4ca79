namespace Sor.Core.Routing;

/// <summary>
/// <c>join</c>: posts all that is due at the best price of its own side, over the venues that show it in proportion to their size, rounded
/// down; what rounding leaves goes to the largest, of equals the first by MIC.
/// </summary>
public sealed class JoinRouter : IRestingRouter
{
    /// <inheritdoc/>
    public string Name => "join";

    /// <inheritdoc/>
    public void Decide(in SliceView view, Placement placement)
    {
        if (!view.IsFirst) return;
        var (displayed, first) = (0L, -1);
        for (var venue = 0; venue < view.Bid.Length; venue++)
        {
            if (!view.ShowsPrice(venue)) continue;
            displayed += view.BidSize[venue];
            if (first < 0 || Precedes(in view, venue, first)) first = venue;
        }

        placement.Most = view.Want;
        var rest = view.Want;
        for (var venue = 0; venue < view.Bid.Length; venue++)
            if (view.ShowsPrice(venue)) rest -= Part(in view, venue, displayed);
        for (var venue = 0; venue < view.Bid.Length; venue++)
            if (view.ShowsPrice(venue)) placement.Rest(venue, Part(in view, venue, displayed) + (venue == first ? rest : 0));
    }

    private static long Part(in SliceView view, int venue, long displayed) => (long)((Int128)view.Want * view.BidSize[venue] / displayed);

    private static bool Precedes(in SliceView view, int venue, int other)
    {
        var (size, otherSize) = (view.BidSize[venue], view.BidSize[other]);
        return size != otherSize ? size > otherSize : view.Market.MicRank[venue] < view.Market.MicRank[other];
    }
}
