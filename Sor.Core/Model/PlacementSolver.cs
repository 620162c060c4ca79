using System.Numerics;

namespace Sor.Core.Model;

/// <summary>
/// Finds the placement of the lowest cost summed over the scenarios, by a descent from three starts: nothing sent, all taken, all posted in
/// equal parts. Integers throughout, so that the same decision gives the same shares on every machine.
/// </summary>
/// <remarks>
/// The cost is not convex, so that no method of this speed is sure of the lowest. Within a descent, and among starts, what was found first
/// wins ties. A solver is for one thread at a time and does not allocate once it is made.
/// </remarks>
/// <param name="venues">The most venues that a decision has.</param>
/// <param name="scenarios">The most scenarios.</param>
public sealed class PlacementSolver(int venues, int scenarios)
{
    private readonly VectorDescent vectors = new(venues, scenarios);
    private readonly WideDescent wide = new(venues, scenarios);
    private readonly long[] start = new long[venues + 1];
    private readonly long[] best = new long[venues + 1];
    private int count;

    /// <summary>M, the shares to take now, in the ladder's order.</summary>
    public long Market => best[count];

    /// <summary>L, the shares to post at each venue, by MIC.</summary>
    public ReadOnlySpan<long> Limits => best.AsSpan(0, count);

    /// <summary>Solves a decision; <see cref="Market"/> and <see cref="Limits"/> hold the answer until the next.</summary>
    /// <param name="problem">The decision.</param>
    /// <returns>The lowest cost found against the mid, summed over the scenarios; half nano-dollars.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A quantity, spread or parameter is negative, or there is no room for the venues or
    /// scenarios.</exception>
    /// <exception cref="OverflowException">A cost is beyond 128 bits.</exception>
    public Int128 Solve(in PlacementProblem problem)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(problem.Shares, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(problem.Limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(problem.AddFees.Length, venues);
        ArgumentOutOfRangeException.ThrowIfNotEqual(problem.AddFees.Length, problem.Scenarios.Venues);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(problem.Scenarios.Count, scenarios);
        var costs = ShareCosts.Of(in problem);
        count = problem.AddFees.Length;
        var cost = VectorDescent.Fits(in problem, costs.LargestCost(in problem))
            ? Descend(vectors, in problem, in costs)
            : Descend(wide, in problem, in costs);

        // The descent leaves out what all placements have in common: the price of the first S shares filled, had they been too many.
        return cost - problem.Shares * (costs.Over * problem.Scenarios.Count - problem.Scenarios.MoveSum);
    }

    /// <summary>
    /// Shares that the scenarios would have filled of an order of the answer, summed: over its size and the number of scenarios, the share
    /// of it that is expected to be filled.
    /// </summary>
    /// <param name="problem">The decision that was solved.</param>
    /// <param name="venue">The venue's place by MIC.</param>
    public long FilledShares(in PlacementProblem problem, int venue)
    {
        var filled = 0L;
        foreach (var fill in problem.Scenarios.Filled(venue)) filled += Math.Min(fill, best[venue]);
        return filled;
    }

    private Int128 Descend<TCost>(Descent<TCost> descent, in PlacementProblem problem, in ShareCosts costs)
        where TCost : struct, IBinaryInteger<TCost>
    {
        descent.Begin(in problem, in costs);
        var starts = start.AsSpan(0, count + 1);
        starts.Clear();
        descent.From(in problem, starts);
        starts[count] = problem.MarketLimit;
        descent.From(in problem, starts);
        if (count > 0)
        {
            starts.Fill(problem.Limit / count);
            starts[count] = 0;
            descent.From(in problem, starts);
        }

        descent.Best.CopyTo(best);
        return Int128.CreateChecked(descent.BestCost);
    }
}
