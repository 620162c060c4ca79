using System.Text.Json.Serialization;
using Sor.Core.Routing;

namespace Sor.Core.Strategies;

/// <summary>Names of the parameters of Cont and Kukanov's model, in options and results.</summary>
public static class ModelParameters
{
    /// <summary>Penalty per overfilled share, half-spreads.</summary>
    public const string LambdaOver = "lambda_over";

    /// <summary>
    /// Cost of completing a share later: half-spreads for <c>static</c>, for <c>queue</c> multiples of what completing costs.
    /// </summary>
    public const string LambdaUnder = "lambda_under";

    /// <summary>Impact of every order placed, half-spreads.</summary>
    public const string ThetaQueue = "theta_queue";
}

/// <summary>The values that are asked for of some parameters; others have the router's own.</summary>
/// <param name="Asked">By name, values times 1e9.</param>
public sealed record ParameterAxes(IReadOnlyDictionary<string, IReadOnlyList<long>> Asked)
{
    /// <summary>Those of the model; <c>null</c> for what is not asked for.</summary>
    /// <param name="lambdaOver">Of lambda_over, times 1e9.</param>
    /// <param name="lambdaUnder">Of lambda_under, times 1e9.</param>
    /// <param name="thetaQueue">Of theta_queue, times 1e9.</param>
    public ParameterAxes(IReadOnlyList<long>? lambdaOver, IReadOnlyList<long>? lambdaUnder, IReadOnlyList<long>? thetaQueue)
        : this(Of(
            (ModelParameters.LambdaOver, lambdaOver), (ModelParameters.LambdaUnder, lambdaUnder), (ModelParameters.ThetaQueue, thetaQueue)))
    {
    }

    /// <summary>Nothing is asked for.</summary>
    public static ParameterAxes Default { get; } = new(Of());

    /// <summary>The values that are there, by name and in the order of names, so that equal ones are written alike.</summary>
    /// <param name="asked">Names, and values times 1e9 or <c>null</c>.</param>
    public static IReadOnlyDictionary<string, IReadOnlyList<long>> Of(params IEnumerable<(string Name, IReadOnlyList<long>? Values)> asked)
    {
        var byName = new SortedDictionary<string, IReadOnlyList<long>>(StringComparer.Ordinal);
        foreach (var (name, values) in asked)
            if (values is not null) byName.Add(name, values);
        return byName;
    }

    /// <summary>The grid they make of a router's own.</summary>
    public ParameterGrid Over(ParameterGrid byDefault) =>
        new([.. byDefault.Axes.Select(axis => Asked.TryGetValue(axis.Name, out var values) ? axis with { Values = values } : axis)]);
}

/// <summary>The values that one parameter is tried with.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Unit">What they are in.</param>
/// <param name="Values">Times 1e9; at least one.</param>
public sealed record ParameterAxis(string Name, string Unit, IReadOnlyList<long> Values);

/// <summary>The points of a parameter sweep: the product of its axes, the last the fastest; one point without axes.</summary>
public sealed class ParameterGrid
{
    /// <summary>The unit of the model's parameters.</summary>
    public const string HalfSpreads = "half-spreads";

    /// <summary>Makes the points.</summary>
    /// <param name="axes">In the order of results.</param>
    public ParameterGrid(IReadOnlyList<ParameterAxis> axes)
    {
        Axes = axes;

        // Plain loops, because a query over lists is compiled at every start and takes longer than the sweep.
        var count = 1;
        foreach (var axis in axes) count *= axis.Values.Count;
        var points = new ParameterValues[count];
        var values = new (string Name, long Nano)[axes.Count];
        for (var p = 0; p < count; p++)
        {
            for (var (a, rest) = (axes.Count - 1, p); a >= 0; rest /= axes[a].Values.Count, a--)
                values[a] = (axes[a].Name, axes[a].Values[rest % axes[a].Values.Count]);
            points[p] = new ParameterValues(values);
        }

        Points = points;
    }

    /// <summary>The default for <c>static</c>: lambda_under .6, .8, 1, 1.25, 1.5, 2, 3.</summary>
    public static ParameterGrid StaticDefault { get; } =
        Model([0], [600_000_000, 800_000_000, 1_000_000_000, 1_250_000_000, 1_500_000_000, 2_000_000_000, 3_000_000_000], [0]);

    /// <summary>The default for <c>queue</c>: lambda_over .5, 2; lambda_under .5, .75, 1; theta_queue 0, .05.</summary>
    public static ParameterGrid QueueDefault { get; } =
        Model([500_000_000, 2_000_000_000], [500_000_000, 750_000_000, 1_000_000_000], [0, 50_000_000]);

    /// <summary>The parameters and the values each is tried with, in the order of results.</summary>
    public IReadOnlyList<ParameterAxis> Axes { get; }

    /// <summary>All points, in grid order.</summary>
    [JsonIgnore]
    public IReadOnlyList<ParameterValues> Points { get; }

    /// <summary>The grid that a router declares.</summary>
    public static ParameterGrid Of(IReadOnlyList<RouterParameter> parameters) => new(
        [.. parameters.Select(p => new ParameterAxis(p.Name, p.Unit, [.. p.Values.Select(value => (long)(value * Nanos.One))]))]);

    private static ParameterGrid Model(IReadOnlyList<long> over, IReadOnlyList<long> under, IReadOnlyList<long> theta) => new(
    [
        new(ModelParameters.LambdaOver, HalfSpreads, over),
        new(ModelParameters.LambdaUnder, HalfSpreads, under),
        new(ModelParameters.ThetaQueue, HalfSpreads, theta),
    ]);
}
