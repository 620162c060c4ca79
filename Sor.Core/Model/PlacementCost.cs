namespace Sor.Core.Model;

/// <summary>
/// What a placement would have cost in the scenarios, written as the formula stands. The solver has a faster way to the same number.
/// </summary>
public static class PlacementCost
{
    /// <summary>The cost against the mid, summed over the scenarios; half nano-dollars.</summary>
    /// <param name="problem">The decision.</param>
    /// <param name="market">M, shares taken now; at most <see cref="PlacementProblem.MarketLimit"/>.</param>
    /// <param name="limits">L, shares posted at each venue, by MIC.</param>
    /// <exception cref="OverflowException">The sum is beyond 128 bits.</exception>
    public static Int128 Sum(in PlacementProblem problem, long market, ReadOnlySpan<long> limits)
    {
        checked
        {
            var costs = ShareCosts.Of(in problem);
            var (scenarios, total) = (problem.Scenarios, (Int128)0);
            var sent = (Int128)market;
            foreach (var limit in limits) sent += limit;
            var certain = 2 * Sweep(in problem, market) - (Int128)problem.Mid2 * market + costs.Impact * sent;
            for (var s = 0; s < scenarios.Count; s++)
            {
                var (filled, cost) = ((Int128)market, certain);
                for (var k = 0; k < limits.Length; k++)
                {
                    var fill = Math.Min(limits[k], scenarios.Filled(k)[s]);
                    filled += fill;
                    cost -= (problem.Spread - 2 * (Int128)problem.AddFees[k]) * fill;
                }

                var (missing, over) = (Int128.Max(problem.Shares - filled, 0), Int128.Max(filled - problem.Shares, 0));
                cost += (costs.Impact + scenarios.Moves[s] + costs.Under) * missing + (costs.Over - scenarios.Moves[s]) * over;
                total += cost;
            }

            return total;
        }
    }

    private static Int128 Sweep(in PlacementProblem problem, long market)
    {
        var paid = (Int128)0;
        foreach (var step in problem.Ladder)
        {
            var shares = Math.Min(step.Shares, market);
            paid += (Int128)step.AllIn * shares;
            market -= shares;
        }

        return market == 0 ? paid : throw new ArgumentOutOfRangeException(nameof(market), market, "beyond what is left to take");
    }
}
