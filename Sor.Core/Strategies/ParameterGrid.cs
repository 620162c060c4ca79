using System.Text.Json.Serialization;

namespace Sor.Core.Strategies;

/// <summary>One point of a parameter sweep. Values are times 1e9.</summary>
/// <param name="LambdaOver">Penalty per overfilled share, half-spreads.</param>
/// <param name="LambdaUnder">Cost of completing a share later: half-spreads for <c>static</c>, for <c>queue</c> multiples of what
/// completing costs.</param>
/// <param name="ThetaQueue">Impact of every order placed, half-spreads.</param>
public readonly record struct ParameterPoint(long LambdaOver, long LambdaUnder, long ThetaQueue)
{
    /// <summary>Name of <see cref="LambdaOver"/> in options and results.</summary>
    public const string LambdaOverName = "lambda_over";

    /// <summary>Name of <see cref="LambdaUnder"/>.</summary>
    public const string LambdaUnderName = "lambda_under";

    /// <summary>Name of <see cref="ThetaQueue"/>.</summary>
    public const string ThetaQueueName = "theta_queue";

    /// <summary>All parameters by name, values times 1e9, in the order of results.</summary>
    public IReadOnlyList<(string Name, long Value)> Parameters =>
        [(LambdaOverName, LambdaOver), (LambdaUnderName, LambdaUnder), (ThetaQueueName, ThetaQueue)];
}

/// <summary>The values that are asked for, times 1e9; <c>null</c> for those that the tuned router has by default.</summary>
/// <param name="LambdaOver">Of lambda_over.</param>
/// <param name="LambdaUnder">Of lambda_under.</param>
/// <param name="ThetaQueue">Of theta_queue.</param>
public sealed record ParameterAxes(IReadOnlyList<long>? LambdaOver, IReadOnlyList<long>? LambdaUnder, IReadOnlyList<long>? ThetaQueue)
{
    /// <summary>Nothing is asked for.</summary>
    public static ParameterAxes Default { get; } = new(null, null, null);

    /// <summary>The grid they make of a router's own.</summary>
    public ParameterGrid Over(ParameterGrid byDefault) =>
        new(LambdaOver ?? byDefault.LambdaOver, LambdaUnder ?? byDefault.LambdaUnder, ThetaQueue ?? byDefault.ThetaQueue);
}

/// <summary>The points of a parameter sweep: the product of three axes, the last the fastest. Values are times 1e9.</summary>
/// <param name="LambdaOver">lambda_over, half-spreads.</param>
/// <param name="LambdaUnder">lambda_under.</param>
/// <param name="ThetaQueue">theta_queue, half-spreads.</param>
public sealed record ParameterGrid(IReadOnlyList<long> LambdaOver, IReadOnlyList<long> LambdaUnder, IReadOnlyList<long> ThetaQueue)
{
    /// <summary>The default for <c>static</c>: lambda_under .6, .8, 1, 1.25, 1.5, 2, 3.</summary>
    public static ParameterGrid StaticDefault { get; } =
        new([0], [600_000_000, 800_000_000, 1_000_000_000, 1_250_000_000, 1_500_000_000, 2_000_000_000, 3_000_000_000], [0]);

    /// <summary>The default for <c>queue</c>: lambda_over .5, 2; lambda_under .5, .75, 1; theta_queue 0, .05.</summary>
    public static ParameterGrid QueueDefault { get; } =
        new([500_000_000, 2_000_000_000], [500_000_000, 750_000_000, 1_000_000_000], [0, 50_000_000]);

    /// <summary>All points, in grid order.</summary>
    [JsonIgnore]
    public IReadOnlyList<ParameterPoint> Points { get; } = Product(LambdaOver, LambdaUnder, ThetaQueue);

    // Plain loops, because a query over three lists is compiled at every start and takes longer than the sweep.
    private static ParameterPoint[] Product(IReadOnlyList<long> over, IReadOnlyList<long> under, IReadOnlyList<long> theta)
    {
        var points = new ParameterPoint[over.Count * under.Count * theta.Count];
        var at = 0;
        for (var o = 0; o < over.Count; o++)
            for (var u = 0; u < under.Count; u++)
                for (var t = 0; t < theta.Count; t++)
                    points[at++] = new ParameterPoint(over[o], under[u], theta[t]);
        return points;
    }
}
