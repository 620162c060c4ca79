using System.Runtime.CompilerServices;

namespace Sor.Core.Routing;

/// <summary>
/// <c>static</c>: the model of Cont and Kukanov without limit orders, solved exactly and anew at every decision. Completing a share later
/// is taken to cost
/// <c>lambda_under</c> times what the half-spread usually is, beyond the mid of now; so every share that costs less now is taken now,
/// cheapest first, and the rest waits
/// for a spread below its usual, or for the bucket's close.
/// </summary>
/// <remarks>
/// Source: R. Cont, A. Kukanov, <em>Optimal order placement in limit order markets</em>, arXiv:1210.1625, eq. 5 with L = 0 and M at most S:
/// then theta (M + S - M) is a constant and nothing is overfilled, so theta and lambda_over cannot act, and the cost separates over shares.
/// </remarks>
/// <param name="LambdaUnderNano">lambda_under in usual half-spreads, times 1e9; not negative.</param>
public sealed record StaticRouter(long LambdaUnderNano) : ITaker
{
    /// <summary>The name in options and results.</summary>
    public const string RouterName = "static";

    /// <inheritdoc/>
    public string Name => RouterName;

    /// <inheritdoc/>
    [SkipLocalsInit]
    public void Decide(in RoutingView view, Placement orders)
    {
        // The largest all-in price x with x - mid < lambda_under H, in integers: 2 x < mid2 + lambda_under 2 H.
        var dearest = (view.Mid2 + view.UsualSpread.TimesRoundedUp(LambdaUnderNano) - 1) >> 1;
        VenueRanking.Begin(out var ranking);

        // Local spans stay in registers, which members of the view do not.
        var ask = view.Ask;
        var available = view.Available;
        var fee = view.TakeFee;
        var rank = view.MicRank;
        var collar = view.CollarPrice;
        for (var venue = 0; venue < ask.Length; venue++)
        {
            // Where there is no offer the sum overflows, and nothing is available.
            var allIn = unchecked(ask[venue] + fee[venue]);
            if (available[venue] != 0 && ask[venue] <= collar && allIn <= dearest)
                ranking.Add(venue, allIn, available[venue], rank[venue]);
        }

        ranking.Take(view.Want, orders);
    }
}
