using Sor.Core.Execution;
using Sor.Core.Strategies;
using Sor.Core.Tuning;

namespace Sor.Core.Results;

/// <summary>One parent window: what its executions and its market can be listed and drawn from.</summary>
public sealed record ParentResult
{
    /// <summary>Numeric id of the instrument.</summary>
    public required uint InstrumentId { get; init; }

    /// <summary>Start, nanoseconds since the epoch.</summary>
    public required ulong From { get; init; }

    /// <summary>End, nanoseconds since the epoch.</summary>
    public required ulong To { get; init; }

    /// <summary>Length of a bucket of <see cref="Path"/>, nanoseconds; the last may be shorter.</summary>
    public required ulong Bucket { get; init; }

    /// <summary>MICs by venue slot.</summary>
    public required IReadOnlyList<string> Mics { get; init; }

    /// <summary>What was done in the window, and the market there.</summary>
    public required ShownOutcomes Outcomes { get; init; }

    /// <summary>What every strategy shown did, in the order of the table; fetched anew each time.</summary>
    public IEnumerable<StrategyOutcome> Strategies => Outcomes.All;

    /// <summary>
    /// What the best router without parameters cost more than ours, both as chosen for this parent; <c>null</c> where it was not judged.
    /// </summary>
    public required BasisPoints? AgainstBestPlain { get; init; }

    /// <summary>What <c>best_ask</c> cost more than ours; <c>null</c> where the parent was not judged.</summary>
    public required BasisPoints? AgainstBestAsk { get; init; }
}

/// <summary>
/// A window's outcomes under the strategies that a result shows. They are fetched when they are looked at, and not kept: those of all
/// windows may be more than memory holds.
/// </summary>
/// <param name="shown">The strategies, in the order of the table.</param>
/// <param name="window">The window.</param>
public sealed class ShownOutcomes(IReadOnlyList<Strategy> shown, WindowOutcome window)
{
    /// <summary>The market, bucket by bucket.</summary>
    public IReadOnlyList<BucketPoint> Path => window.Path;

    /// <summary>What every strategy shown did, in the order of the table.</summary>
    public IEnumerable<StrategyOutcome> All => shown.Select(s => new StrategyOutcome(s.Name, window.Of(s)));

    /// <summary>What a strategy did, by side, buys first.</summary>
    /// <param name="strategy">Its name.</param>
    public IReadOnlyList<ParentOutcome> Of(string strategy) => window.Of(shown.First(s => s.Name == strategy));
}

/// <summary>What became of a parent under one strategy.</summary>
/// <param name="Name">The strategy.</param>
/// <param name="Sides">By side, buys first.</param>
public sealed record StrategyOutcome(string Name, IReadOnlyList<ParentOutcome> Sides);
