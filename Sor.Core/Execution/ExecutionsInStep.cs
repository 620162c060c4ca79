using Sor.Core.Orders;
using Sor.Core.Routing;
using Sor.Core.Tape;

namespace Sor.Core.Execution;

/// <summary>One way to execute a parent order.</summary>
/// <param name="Schedule">What is due when, laid over the tape.</param>
/// <param name="Router">Where it goes.</param>
/// <param name="Rules">How resting orders are filled: for a router that rests, which cannot do without.</param>
internal sealed record ExecutionPlan(WindowSchedule Schedule, IRouter Router, RestingRules? Rules = null);

/// <summary>
/// Executes a parent order in several ways on one side of a tape, all of them in step: what venues show is followed once, and no way knows
/// of the others.
/// </summary>
internal static class ExecutionsInStep
{
    /// <summary>Executes a parent order in several ways.</summary>
    /// <param name="order">The parent.</param>
    /// <param name="side">Its side.</param>
    /// <param name="tape">The window; with its events, where orders may rest.</param>
    /// <param name="costs">Fees and MIC order of the tape's venues.</param>
    /// <param name="plans">The ways.</param>
    /// <returns>What became of each.</returns>
    public static ParentOutcome[] Run(ParentOrder order, Side side, WindowTape tape, VenueCosts costs, IReadOnlyList<ExecutionPlan> plans)
    {
        var walk = new MarketWalk(tape, side, order.Collar, seesOwn: plans.Any(plan => plan.Router is not ITaker));
        ParentExecution[] executions = [.. plans.Select(plan => new ParentExecution(order, side, plan, tape, costs, walk))];
        var resting = new IEventFollower[executions.Length];
        var instants = tape.Instants;
        var lastMid2 = 0L;
        for (var i = 0; i < instants.Length; i++)
        {
            var active = 0;
            foreach (var execution in executions)
                if (execution.Resting is { IsActive: true } orders) resting[active++] = orders;
            if (active > 0) walk.FollowTo(i, resting.AsSpan(0, active));
            else walk.MoveTo(i);
            ref readonly var instant = ref instants[i];
            foreach (var execution in executions) execution.MoveTo(i, in instant);
            if (instant.IsDecidedOn) lastMid2 = instant.Mid2;
        }

        return Array.ConvertAll(executions, execution => execution.Close(lastMid2));
    }
}
