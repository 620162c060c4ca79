using Sor.Core.Execution;
using Sor.Core.Strategies;

namespace Sor.Core.Analysis;

/// <summary>How much of the market's volume an execution takes while it runs.</summary>
internal static class Participation
{
    /// <summary>One share in so many that were printed, or fewer: above that prices would have moved.</summary>
    private const int PlausibleShare = 5;

    /// <summary>Whether a parent took no more than a fifth of what was printed while it ran.</summary>
    public static bool IsPlausible(ParentOutcome parent) => parent.Filled * PlausibleShare <= parent.VolumeMeanwhile;

    /// <summary>By router, in how many parents it was not plausible, on either side; <c>null</c> where prints are unknown.</summary>
    public static OrderedDictionary<string, int>? Implausible(IReadOnlyList<JudgedParent> judged, StrategySet strategies, bool hasTrades)
    {
        if (!hasTrades) return null;
        var counts = new OrderedDictionary<string, int>();
        foreach (var parent in judged)
            foreach (var strategy in Verdict.Compared(strategies, parent))
                counts[strategy.Name] = counts.GetValueOrDefault(strategy.Name) + (parent.Window.Of(strategy).All(IsPlausible) ? 0 : 1);
        return counts;
    }
}
