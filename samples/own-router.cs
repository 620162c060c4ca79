#:project ../Sor.Backtester/Sor.Backtester.csproj
using Sor;
using Sor.Core.Routing;

// dotnet run samples/own-router.cs -- day.csv: a router of your own, judged as the built-in ones are. docs/own-router.md explains it.
return SorApp.Run(args, new RestOrTake());

// At a slice's start takes what static would take, cheapest first, and joins the best price of its own side with the rest.
sealed class RestOrTake : IRouter
{
    static readonly JoinRouter Join = new();
    StaticRouter take = new(0);

    public string Name => "rest_or_take";

    public bool Rests => true;

    public IReadOnlyList<RouterParameter> Parameters => [new("lambda_under", "half-spreads", .6m, .8m, 1.2m)];

    public IRouter New(ParameterValues values) => new RestOrTake { take = new(values.Nano("lambda_under")) };

    public void Decide(in RoutingView view, Placement orders)
    {
        if (!view.IsSliceStart) return;
        take.Decide(in view, orders);
        Join.Decide(view with { Want = view.Want - orders.Taken }, orders);
    }
}
