namespace Sor.Core.Routing;

/// <summary>
/// <c>static</c>: the model of Cont and Kukanov without limit orders, solved exactly. Completing a share later is taken to cost
/// <c>lambda_under</c> half-spreads beyond the mid, both fixed at the bucket's first decision; so every share that costs less now is taken now, cheapest first,
/// and the rest waits.
/// </summary>
/// <remarks>
/// Source: R. Cont, A. Kukanov, <em>Optimal order placement in limit order markets</em>, arXiv:1210.1625, eq. 5 with L = 0 and M at most S: then
/// theta (M + S - M) is a constant and nothing is overfilled, so theta and lambda_over cannot act, and the cost separates over shares.
/// </remarks>
/// <param name="LambdaUnderNano">lambda_under in half-spreads, times 1e9; not negative.</param>
public sealed record StaticRouter(long LambdaUnderNano) : IRouter
{
    /// <summary>Its name.</summary>
    public const string RouterName = "static";

    /// <inheritdoc/>
    public string Name => RouterName;

    /// <inheritdoc/>
    public int Route(in RoutingView view, long want, Span<ChildOrder> children)
    {
        var dearest = DearestAllInPrice(view.BucketMid2, view.BucketSpread);
        var ranking = new VenueRanking();
        for (var venue = 0; venue < view.Venues; venue++)
        {
            if (!view.CanTake(venue)) continue;
            var allIn = view.AllInPrice(venue);
            if (allIn <= dearest) ranking.Add(in view, venue, allIn);
        }

        return ranking.Take(want, children);
    }

    /// <summary>The largest all-in price x with <c>x - mid &lt; lambda_under half-spreads</c>, in integers: <c>2 x &lt; mid2 + lambda_under spread</c>.</summary>
    private long DearestAllInPrice(long mid2, long spread)
    {
        const long Nano = 1_000_000_000;
        var product = (Int128)LambdaUnderNano * spread;
        var (whole, rest) = product <= long.MaxValue
            ? Math.DivRem((long)product, Nano)
            : ((long)Int128.Min(product / Nano, long.MaxValue / 2), (long)(product % Nano));
        return (rest == 0 ? mid2 + whole - 1 : mid2 + whole) >> 1;
    }
}
