using Sor.Core.Routing;

namespace Sor.Core.Strategies;

/// <summary>A router with parameters, which the data chooses: which of them act, and the router that a point gives.</summary>
public sealed class TunedRouter
{
    private readonly Func<ParameterPoint, IRouter> create;

    private TunedRouter(string name, Func<ParameterPoint, IRouter> create) => (Name, this.create) = (name, create);

    /// <summary>The model of Cont and Kukanov without limit orders. See <see cref="StaticRouter"/>.</summary>
    public static TunedRouter Static { get; } = new(StaticRouter.RouterName, point => new StaticRouter(point.LambdaUnder))
    {
        Inert = [ParameterPoint.LambdaOverName, ParameterPoint.ThetaQueueName],
        WhyInert = "static takes no more than is due and posts nothing: nothing is overfilled, and the impact term is a constant",
    };

    /// <summary>Every router that can be tuned, the default first.</summary>
    public static IReadOnlyList<TunedRouter> All { get; } = [Static];

    /// <summary>Name as users write it.</summary>
    public string Name { get; }

    /// <summary>Names of the parameters that cannot change what this router does.</summary>
    public required IReadOnlyList<string> Inert { get; init; }

    /// <summary>Why they cannot, in a sentence for the result.</summary>
    public required string WhyInert { get; init; }

    /// <summary>The router at a point. Points that differ in inert parameters alone give equal routers.</summary>
    public IRouter At(ParameterPoint point) => create(point);
}
