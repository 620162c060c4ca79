using Sor.Core.Tape;

namespace Sor.Core.Execution;

/// <summary>How long orders rest, how they are filled, and what routers may learn from.</summary>
/// <param name="Assumption">What market data does not say of them.</param>
/// <param name="Slices">The window's slices of the parent's own side.</param>
public sealed record RestingRules(IQueueAssumption Assumption, IReadOnlyList<Slice> Slices)
{
    /// <summary>The slices to learn from, up to the window's end; <c>null</c> where no strategy does.</summary>
    internal SliceHistory? History { get; init; }

    /// <summary>The history as decisions see it.</summary>
    internal DecisionSample? Sample()
    {
        if (History is null) return null;
        for (var a = 0; a < QueueAssumptions.All.Count; a++)
            if (QueueAssumptions.All[a] == Assumption) return new DecisionSample(History, a);
        throw new ArgumentException($"nothing was observed under the assumption {Assumption.Name}");
    }
}
