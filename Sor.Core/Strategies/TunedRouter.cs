using System.Text.Json.Serialization;
using Sor.Core.Model;
using Sor.Core.Orders;
using Sor.Core.Routing;

namespace Sor.Core.Strategies;

/// <summary>A router with parameters, which the data chooses: which of them act, and the router that a point gives.</summary>
public sealed class TunedRouter
{
    /// <summary>How many times what is due may be taken and posted by default: two times what is due, times 1e9.</summary>
    public const long DefaultOverfillNano = 2 * Nanos.One;

    private readonly Func<ParameterPoint, Schedule, long, IRouter> create;
    private readonly Func<Schedule, long, (string[] Names, string Why)> inert;

    private TunedRouter(
        string name,
        ParameterGrid grid,
        Func<ParameterPoint, Schedule, long, IRouter> create,
        Func<Schedule, long, (string[] Names, string Why)> inert
    ) => (Name, DefaultGrid, this.create, this.inert) = (name, grid, create, inert);

    /// <summary>The model of Cont and Kukanov without limit orders. See <see cref="StaticRouter"/>.</summary>
    public static TunedRouter Static { get; } = new(
        StaticRouter.RouterName,
        ParameterGrid.StaticDefault,
        (point, _, _) => new StaticRouter(point.LambdaUnder),
        (_, _) => (
            [ParameterPoint.LambdaOverName, ParameterPoint.ThetaQueueName],
            "static takes no more than is due and posts nothing: nothing is overfilled, and the impact term is a constant"));

    /// <summary>The model of Cont and Kukanov whole. See <see cref="QueueRouter"/>.</summary>
    public static TunedRouter Queue { get; } = new(
        QueueRouter.RouterName,
        ParameterGrid.QueueDefault,
        (point, schedule, overfill) => new QueueRouter(
            new PlacementParameters(point.LambdaUnder, CanOverfill(schedule, overfill) ? point.LambdaOver : 0, point.ThetaQueue), overfill),
        (schedule, overfill) => CanOverfill(schedule, overfill)
            ? ([], "all parameters act")
            : ([ParameterPoint.LambdaOverName], "no more is posted and taken than is due or left, so nothing can be filled too many"))
    {
        Rests = true,
    };

    /// <summary>Every router that can be tuned, the default first.</summary>
    public static IReadOnlyList<TunedRouter> All { get; } = [Queue, Static];

    /// <summary>Name as users write it.</summary>
    public string Name { get; }

    /// <summary>Whether its orders rest: it needs bids and trades, and is run under every assumption on queues.</summary>
    [JsonIgnore]
    public bool Rests { get; private init; }

    /// <summary>The parameters it is tried with where none are asked for.</summary>
    [JsonIgnore]
    public ParameterGrid DefaultGrid { get; }

    /// <summary>Names of the parameters that cannot change what this router does, and why, in a sentence for the result.</summary>
    /// <param name="schedule">What is due when.</param>
    /// <param name="overfillNano">How many times what is due may be taken and posted together, times 1e9.</param>
    public (string[] Names, string Why) Inert(Schedule schedule, long overfillNano) => inert(schedule, overfillNano);

    /// <summary>The router at a point. Points that differ in inert parameters alone give equal routers.</summary>
    public IRouter At(ParameterPoint point, Schedule schedule, long overfillNano) => create(point, schedule, overfillNano);

    /// <summary>Where all is due at once there is never more left than is due.</summary>
    private static bool CanOverfill(Schedule schedule, long overfillNano) =>
        overfillNano > Nanos.One && schedule.Kind != ScheduleKind.Immediate;
}
