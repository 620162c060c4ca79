using Sor.Core.Execution;
using Sor.Core.Orders;
using Sor.Core.Routing;

namespace Sor.Core.Strategies;

/// <summary>Why a strategy is run.</summary>
public enum StrategyRole
{
    /// <summary>A router without parameters, on the schedule asked for.</summary>
    Plain,

    /// <summary>
    /// On a schedule of its own: shown beside the others, and never ranked with them, since schedules differ by the day's drift.
    /// </summary>
    Baseline,

    /// <summary>The tuned router at some point of the grid, on the schedule asked for.</summary>
    Tuned,

    /// <summary>A router that rests, under another assumption on queues than the headline's: how far that could be wrong.</summary>
    Bracket,
}

/// <summary>A schedule and a router: what is due when, and where it goes. Made by <see cref="StrategySet"/> alone.</summary>
public sealed class Strategy
{
    internal Strategy(string name, StrategyRole role, Schedule schedule, IRouter router, IQueueAssumption? assumption, int place) =>
        (Name, Role, Schedule, Router, Assumption, Place) = (name, role, schedule, router, assumption, place);

    /// <summary>Name in the result. Only the points of a tuned router share one.</summary>
    public string Name { get; }

    /// <summary>What the strategy is there for.</summary>
    public StrategyRole Role { get; }

    /// <summary>What is due when.</summary>
    public Schedule Schedule { get; }

    /// <summary>What decides where shares that are due go.</summary>
    public IRouter Router { get; }

    /// <summary>How its resting orders are filled; <c>null</c> where it has none.</summary>
    public IQueueAssumption? Assumption { get; }

    /// <summary>Its place in <see cref="StrategySet.All"/>, and so in every window's outcomes.</summary>
    internal int Place { get; }
}
