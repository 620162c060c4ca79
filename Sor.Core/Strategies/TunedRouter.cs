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

    private readonly Func<ParameterValues, Schedule, long, IRouter> create;
    private readonly Func<Schedule, long, (string[] Names, string Why)>? inert;

    private TunedRouter(
        string name,
        ParameterGrid grid,
        Func<ParameterValues, Schedule, long, IRouter> create,
        Func<Schedule, long, (string[] Names, string Why)>? inert
    ) => (Name, DefaultGrid, this.create, this.inert) = (name, grid, create, inert);

    /// <summary>The model of Cont and Kukanov without limit orders. See <see cref="StaticRouter"/>.</summary>
    public static TunedRouter Static { get; } = new(
        StaticRouter.RouterName,
        ParameterGrid.StaticDefault,
        (point, _, _) => new StaticRouter(point.Nano(ModelParameters.LambdaUnder)),
        (_, _) => (
            [ModelParameters.LambdaOver, ModelParameters.ThetaQueue],
            "static takes no more than is due and posts nothing: nothing is overfilled, and the impact term is a constant"));

    /// <summary>The model of Cont and Kukanov whole. See <see cref="QueueRouter"/>.</summary>
    public static TunedRouter Queue { get; } = new(
        QueueRouter.RouterName,
        ParameterGrid.QueueDefault,
        (point, schedule, overfill) => new QueueRouter(
            new PlacementParameters(
                point.Nano(ModelParameters.LambdaUnder),
                CanOverfill(schedule, overfill) ? point.Nano(ModelParameters.LambdaOver) : 0,
                point.Nano(ModelParameters.ThetaQueue)),
            overfill),
        (schedule, overfill) => CanOverfill(schedule, overfill)
            ? ([], "all parameters act")
            : ([ModelParameters.LambdaOver], "no more is posted and taken than is due or left, so nothing can be filled too many"))
    {
        Rests = true,
    };

    /// <summary>A router of a user's own, with the parameters that it declares; without any it has one point.</summary>
    /// <param name="own">The router.</param>
    public static TunedRouter Of(IRouter own) => new(
        own.Name,
        ParameterGrid.Of(own.Parameters),
        (point, _, _) => new OwnRouter(own, point),
        inert: null)
    {
        Rests = own.Rests,
        Code = own.GetType().Module.ModuleVersionId.ToString("n"),
    };

    /// <summary>Every built-in router that can be tuned, the default first.</summary>
    public static IReadOnlyList<TunedRouter> All { get; } = [Queue, Static];

    /// <summary>Name as users write it.</summary>
    public string Name { get; }

    /// <summary>
    /// What tells the code of a user's own router from any other under its name, the id of the build that it is from; <c>null</c> for a
    /// built-in one, whose code the version of the engine tells.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Code { get; private init; }

    /// <summary>Whether it is a user's own.</summary>
    [JsonIgnore]
    public bool IsOwn => Code is not null;

    /// <summary>Whether its orders rest: it needs bids and trades, and is run under every assumption on queues.</summary>
    [JsonIgnore]
    public bool Rests { get; private init; }

    /// <summary>The parameters it is tried with where none are asked for.</summary>
    [JsonIgnore]
    public ParameterGrid DefaultGrid { get; }

    /// <summary>
    /// Names of the parameters that cannot change what this router does, and why, in a sentence for the result; <c>null</c> for a user's
    /// own, of which only outcomes tell.
    /// </summary>
    /// <param name="schedule">What is due when.</param>
    /// <param name="overfillNano">How many times what is due may be taken and posted together, times 1e9.</param>
    public (string[] Names, string Why)? Inert(Schedule schedule, long overfillNano) => inert?.Invoke(schedule, overfillNano);

    /// <summary>The router at a point. Points that differ in inert parameters alone give equal routers.</summary>
    public IRouter At(ParameterValues point, Schedule schedule, long overfillNano) => create(point, schedule, overfillNano);

    /// <summary>Where all is due at once there is never more left than is due.</summary>
    private static bool CanOverfill(Schedule schedule, long overfillNano) =>
        overfillNano > Nanos.One && schedule.Kind != ScheduleKind.Immediate;
}
