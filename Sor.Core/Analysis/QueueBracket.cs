using Sor.Core.Execution;
using Sor.Core.Results;
using Sor.Core.Strategies;

namespace Sor.Core.Analysis;

/// <summary>
/// The savings under the other assumptions on queues: all that rests, ours and the rival, is taken under the same one. Points stay as
/// chosen under the headline's.
/// </summary>
internal static class QueueBracket
{
    /// <summary>By assumption.</summary>
    /// <param name="strategies">What was run.</param>
    /// <param name="judged">The parents, at least one.</param>
    public static IReadOnlyDictionary<string, ChargedDifference> Of(StrategySet strategies, IReadOnlyList<JudgedParent> judged)
    {
        var bracket = new OrderedDictionary<string, ChargedDifference>();
        foreach (var assumption in strategies.Assumptions.Skip(1))
            bracket.Add(
                assumption.Name,
                new ChargedDifference(Saving(assumption, j => j.Rival), Saving(assumption, _ => strategies.BestAsk)));
        return bracket;

        BasisPoints Saving(IQueueAssumption assumption, Func<JudgedParent, Strategy> other) =>
            new(
                judged.Average(j =>
                    ParameterChoice
                        .Difference(j.Window.Of(strategies.Under(other(j), assumption)), j.Window.Of(strategies.Under(j.Ours, assumption)))
                        .Value));
    }
}
