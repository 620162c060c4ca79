using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sor.Core.Model;

// What an order costs at a size, and what the cost changes by with another size: estimated from below first, exact where that could win.
internal abstract partial class Descent<TCost>
    where TCost : struct, IBinaryInteger<TCost>
{
    /// <summary>The least, or less, that the cost changes by where a venue's order gets larger.</summary>
    private TCost LeastChange(in PlacementProblem problem, long by)
    {
        var least = Resized(in problem, larger, 0, at[0].Shares + by).Change;
        for (var order = 1; order < orders - 1; order++)
            least = TCost.Min(least, Resized(in problem, larger, order, at[order].Shares + by).Change);
        return least;
    }

    /// <summary>An order with another size: what is known of it, or the least that it can cost.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Trial Resized(in PlacementProblem problem, Trial[] trials, int order, long shares)
    {
        ref var trial = ref trials[order];
        if (trial.Shares != shares) Estimate(in problem, order, shares, out trial);
        return ref trial;
    }

    private void Estimate(in PlacementProblem problem, int order, long shares, out Trial trial)
    {
        ref readonly var now = ref at[order];
        ref readonly var sized = ref Of(in problem, order, shares);
        var own = sized.Cost - now.Cost;
        var most = CostOf(Math.Max(0, sized.Filled - now.Filled));
        trial = new Trial { Shares = shares, Own = own, Change = own - most, Near = -1 };
    }

    private TCost CostOf(long missing) => missingCost * TCost.CreateTruncating(missing);

    private bool IsBetter(int order, ref Trial trial, TCost than) => trial.Change < than && Exact(order, ref trial) < than;

    /// <summary>What the cost changes by.</summary>
    private TCost Exact(int order, ref Trial trial)
    {
        if (trial.IsExact) return trial.Change;
        trial.Missing = Missing(order, at[order].Shares, trial.Shares);
        trial.Change = trial.Own + CostOf(trial.Missing - missing);
        trial.IsExact = true;
        return trial.Change;
    }

    /// <summary>Forgets all trials of a kind, and both of the order that changed.</summary>
    private void Forget(int order, Trial[] trials)
    {
        foreach (ref var trial in trials.AsSpan(0, orders)) trial.Shares = -1;
        larger[order].Shares = smaller[order].Shares = -1;
    }

    private ref readonly Sized Of(in PlacementProblem problem, int order, long shares)
    {
        ref var sized = ref sizes[order * Sizes + (int)(((ulong)shares * 0x9E3779B97F4A7C15) >> 60)];
        if (sized.Shares != shares) sized = Price(in problem, order, shares);
        return ref sized;
    }

    private Sized Price(in PlacementProblem problem, int order, long shares)
    {
        var (filled, moved) = Fills(order, shares);
        var count = TCost.CreateTruncating(filled);
        var cost = impact * TCost.CreateTruncating(shares) + over * count - moved;
        cost += order == orders - 1
            ? TCost.CreateTruncating(problem.Scenarios.Count) * Sweep(in problem, shares)
            : (Twice(problem.AddFees[order]) - TCost.CreateTruncating(problem.Spread)) * count;
        return new Sized(shares, filled, cost);
    }

    /// <summary>What taking shares costs against the mid, half nano-dollars.</summary>
    private static TCost Sweep(in PlacementProblem problem, long shares)
    {
        var (cost, mid2) = (TCost.Zero, TCost.CreateTruncating(problem.Mid2));
        foreach (var step in problem.Ladder)
        {
            var taken = Math.Min(step.Shares, shares);
            cost += (Twice(step.AllIn) - mid2) * TCost.CreateTruncating(taken);
            shares -= taken;
            if (shares == 0) break;
        }

        return cost;
    }

    private static TCost Twice(long amount) => TCost.CreateTruncating(amount) + TCost.CreateTruncating(amount);

    /// <summary>An order of a size.</summary>
    /// <param name="Shares">Its size.</param>
    /// <param name="Filled">What of it is filled, summed over the scenarios.</param>
    /// <param name="Cost">What it costs whatever else is sent, summed over the scenarios.</param>
    private readonly record struct Sized(long Shares, long Filled, TCost Cost);

    /// <summary>An order as it would be with another size, while all others stay as they are.</summary>
    private struct Trial
    {
        /// <summary>Its size; -1 where nothing is known.</summary>
        public long Shares;

        /// <summary>What the cost changes by, or where <see cref="IsExact"/> is not set the least that it can change by.</summary>
        public TCost Change;

        /// <summary>The part of the change that the order has whatever is missing.</summary>
        public TCost Own;

        /// <summary>What would be missing; known where <see cref="IsExact"/> is set.</summary>
        public long Missing;

        /// <summary>How much its fill changes in the near scenarios, or more; -1 where that is not known.</summary>
        public long Near;

        public bool IsExact;
    }
}
