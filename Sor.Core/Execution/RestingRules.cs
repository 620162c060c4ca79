using Sor.Core.Tape;

namespace Sor.Core.Execution;

/// <summary>How long orders rest, how they are filled, and what routers may learn from.</summary>
/// <param name="Assumption">What market data does not say of them.</param>
/// <param name="Slices">The window's slices of the parent's own side.</param>
public sealed record RestingRules(IQueueAssumption Assumption, IReadOnlyList<Slice> Slices)
{
    /// <summary>The slices to learn from, up to the window's end; <c>null</c> where no strategy does.</summary>
    private SliceHistory? History { get; init; }

    private SharedScenarios? Scenarios { get; init; }

    private int Place { get; init; }

    /// <summary>The rules under every assumption, in their order.</summary>
    /// <param name="assumptions">The assumptions on queues.</param>
    /// <param name="slices">The window's slices of one side.</param>
    /// <param name="history">The slices to learn from, up to the window's end; <c>null</c> where no strategy does.</param>
    internal static RestingRules[] UnderAll(
        IReadOnlyList<IQueueAssumption> assumptions,
        IReadOnlyList<Slice> slices,
        SliceHistory? history) =>
        [.. assumptions.Select((assumption, a) => new RestingRules(assumption, slices)
        {
            History = history,
            Place = a,
            Scenarios = history is null ? null : new SharedScenarios(history, a, slices.Count),
        })];

    /// <summary>An execution under these rules is to come.</summary>
    internal void Expect() => Scenarios?.Expect();

    /// <summary>An execution that was expected is done.</summary>
    internal void Done() => Scenarios?.Done();

    /// <summary>What the decisions of one execution may learn from.</summary>
    /// <param name="shared">Whether what it makes of it is shared with others: a user's router has scenarios of its own, which it may ask for of
    /// any venues and write to.</param>
    internal DecisionSample? Sample(bool shared) => History is null ? null : new DecisionSample(History, Place, shared ? Scenarios : null);
}
