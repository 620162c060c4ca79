using Sor.Core.Execution;
using Sor.Core.Strategies;

namespace Sor.Backtester.Commands;

/// <summary>What a user brings of his own.</summary>
/// <param name="Routers">Routers, the one that is judged by default first.</param>
/// <param name="Assumptions">All assumptions on queues that a run is given under: those of everybody, then the user's.</param>
internal sealed record OwnCode(IReadOnlyList<TunedRouter> Routers, IReadOnlyList<IQueueAssumption> Assumptions)
{
    /// <summary>No router of a user's own, and the built-in assumptions alone.</summary>
    public static OwnCode None { get; } = new([], QueueAssumptions.All);

    /// <summary>Whether that is nothing.</summary>
    public bool IsEmpty => Routers.Count == 0 && Assumptions.Count == QueueAssumptions.All.Count;
}
