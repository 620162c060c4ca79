namespace Sor.Core.Model;

/// <summary>
/// The parameters times what they multiply: what a share costs for what is done with it, half nano-dollars, each rounded once, half to
/// even.
/// </summary>
/// <param name="Impact">theta half-spreads: a share sent, posted or left unfilled.</param>
/// <param name="Under">lambda_under times C: a share left unfilled, before the mid's move.</param>
/// <param name="Over">lambda_over half-spreads: a share filled beyond the target, before the mid's move.</param>
internal readonly record struct ShareCosts(Int128 Impact, Int128 Under, Int128 Over)
{
    private const long Nano = 1_000_000_000;

    /// <summary>
    /// What every missing share adds to the cost once the rest of it is written as if each share filled too many had a price and each
    /// missing one earned that price: all scenarios have this in common, since the mid's move is in both and cancels.
    /// </summary>
    public Int128 Missing => Impact + Under + Over;

    /// <summary>The costs per share of a decision.</summary>
    /// <exception cref="OverflowException">An amount is beyond 128 bits.</exception>
    public static ShareCosts Of(in PlacementProblem problem)
    {
        var parameters = problem.Parameters;
        ArgumentOutOfRangeException.ThrowIfNegative(parameters.ThetaNano);
        ArgumentOutOfRangeException.ThrowIfNegative(parameters.LambdaUnderNano);
        ArgumentOutOfRangeException.ThrowIfNegative(parameters.LambdaOverNano);
        ArgumentOutOfRangeException.ThrowIfNegative(problem.Spread);
        return new ShareCosts(
            Quotient((Int128)parameters.ThetaNano * problem.Spread, Nano),
            UnderCost(in problem),
            Quotient((Int128)parameters.LambdaOverNano * problem.Spread, Nano));
    }

    /// <summary>
    /// What no cost of a decision exceeds, nor any sum of a few of them on the way to it: shares are at most S or R in each scenario, and
    /// each is paid no more than all prices together.
    /// </summary>
    /// <exception cref="OverflowException">It is beyond 128 bits.</exception>
    public Int128 LargestCost(in PlacementProblem problem)
    {
        checked
        {
            var dearest = (Int128)0;
            foreach (var step in problem.Ladder) dearest = Int128.Max(dearest, Int128.Abs(2 * (Int128)step.AllIn - problem.Mid2));
            foreach (var fee in problem.AddFees) dearest = Int128.Max(dearest, 2 * Int128.Abs(fee) + problem.Spread);
            dearest += problem.Scenarios.LargestMove + Missing + Impact + Over;
            return 8 * dearest * Math.Max(problem.Shares, problem.Limit) * problem.Scenarios.Count;
        }
    }

    /// <summary>
    /// lambda_under times C, exactly and then rounded. C is what completing a share at the end is expected to cost: the mean over the
    /// scenarios of what the first share did, and what a sweep of the target costs now beyond its first share.
    /// </summary>
    private static Int128 UnderCost(in PlacementProblem problem)
    {
        checked
        {
            var (swept, paid, lowest) = (0L, (Int128)0, (Int128)0);
            foreach (var step in problem.Ladder)
            {
                if (swept == 0) lowest = step.AllIn;
                var shares = Math.Min(step.Shares, problem.Shares - swept);
                swept += shares;
                paid += shares * (step.AllIn - lowest);
            }

            // Both means over one denominator: so nothing is rounded before lambda_under is in.
            var (count, depth) = ((Int128)Math.Max(problem.Scenarios.Count, 1), (Int128)Math.Max(swept, 1));
            var completion = problem.Scenarios.CompletionSum * depth + 2 * paid * count;
            return completion <= 0 ? 0 : Quotient(problem.Parameters.LambdaUnderNano * completion, count * depth * Nano);
        }
    }

    /// <summary>A quotient of numbers that are not negative, rounded half to even.</summary>
    private static Int128 Quotient(Int128 numerator, Int128 denominator)
    {
        var (whole, rest) = Int128.DivRem(numerator, denominator);
        var above = rest - (denominator - rest);
        return above > 0 || (above == 0 && Int128.IsOddInteger(whole)) ? whole + 1 : whole;
    }
}
