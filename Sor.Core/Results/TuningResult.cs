using System.Text.Json.Serialization;

namespace Sor.Core.Results;

/// <summary>The parameter sweep.</summary>
public sealed record TuningResult
{
    /// <summary>The router that was tuned.</summary>
    public required string Router { get; init; }

    /// <summary>The parameters chosen that act, in words. Not in <c>result.json</c>, which has the numbers.</summary>
    [JsonIgnore]
    public string Chosen { get; init; } = "";

    /// <summary>The values tried.</summary>
    public required AxesResult Axes { get; init; }

    /// <summary>The unit of every parameter.</summary>
    public required string Unit { get; init; }

    /// <summary>Parameters that cannot act on this router.</summary>
    public required IReadOnlyList<string> Inert { get; init; }

    /// <summary>Why they cannot.</summary>
    public required string WhyInert { get; init; }

    /// <summary>How parents were divided.</summary>
    public required string Split { get; init; }

    /// <summary>The divisions, in time order.</summary>
    public required IReadOnlyList<FoldResult> Folds { get; init; }

    /// <summary>Every point on the last division, in grid order.</summary>
    public required IReadOnlyList<PointResult> Points { get; init; }
}

/// <summary>The values tried of each parameter.</summary>
/// <param name="LambdaOver">Half-spreads.</param>
/// <param name="LambdaUnder">Half-spreads.</param>
/// <param name="ThetaQueue">Half-spreads.</param>
public sealed record AxesResult(IReadOnlyList<decimal> LambdaOver, IReadOnlyList<decimal> LambdaUnder, IReadOnlyList<decimal> ThetaQueue);

/// <summary>One division of the parents, and the point chosen on it. Costs are means over parents and sides.</summary>
/// <param name="TrainParents">Parents chosen on.</param>
/// <param name="TestParents">Parents judged on.</param>
/// <param name="Chosen">The point.</param>
/// <param name="InSampleBps">Its cost over the training parents.</param>
/// <param name="OutOfSampleBps">Its cost over the judged ones; <c>null</c> where these are the same.</param>
public sealed record FoldResult(
    int TrainParents, int TestParents, ParameterValues Chosen, BasisPoints InSampleBps, BasisPoints? OutOfSampleBps);

/// <summary>One point, and its cost: mean over parents and sides.</summary>
/// <param name="LambdaOver">Half-spreads.</param>
/// <param name="LambdaUnder">Half-spreads.</param>
/// <param name="ThetaQueue">Half-spreads.</param>
/// <param name="InSampleBps">Over the training parents.</param>
/// <param name="OutOfSampleBps">Over the judged ones; <c>null</c> where these are the same.</param>
public sealed record PointResult(
    decimal LambdaOver, decimal LambdaUnder, decimal ThetaQueue, BasisPoints InSampleBps, BasisPoints? OutOfSampleBps);
