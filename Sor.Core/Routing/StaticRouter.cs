using System.Numerics;
using System.Runtime.CompilerServices;

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
    [SkipLocalsInit]
    public int Route(in RoutingView view, long want, Span<ChildOrder> children)
    {
        var dearest = DearestAllIn(view.BucketMid2, view.BucketSpread);
        VenueQueue.Begin(out var queue);
        for (var rest = view.Takeable(dearest); rest != 0; rest &= rest - 1)
        {
            var k = BitOperations.TrailingZeroCount(rest);
            queue.Add(in view, k, view.Price[k] + view.Fee[k]);
        }

        queue.Order();
        return queue.Fill(in view, want, children);
    }

    /// <summary>The largest all-in price x with <c>x - mid &lt; lambda_under half-spreads</c>: <c>2 x &lt; mid2 + lambda_under spread</c>, in integers.</summary>
    private long DearestAllIn(long mid2, long spread)
    {
        const long Nano = 1_000_000_000;
        var product = (Int128)LambdaUnderNano * spread;
        var (whole, rest) = product <= long.MaxValue
            ? Math.DivRem((long)product, Nano)
            : ((long)Int128.Min(product / Nano, long.MaxValue / 2), (long)(product % Nano));
        return (rest == 0 ? mid2 + whole - 1 : mid2 + whole) >> 1;
    }
}
