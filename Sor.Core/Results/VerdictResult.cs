using System.Text.Json.Serialization;

namespace Sor.Core.Results;

/// <summary>The answer in words a trader understands, and the numbers it rests on. Differences are positive where ours was cheaper.</summary>
public sealed record VerdictResult
{
    /// <summary>The answer: one to a few sentences.</summary>
    public required string Sentence { get; init; }

    /// <summary>The router judged.</summary>
    public required string Optimized { get; init; }

    /// <summary>The router it is held against.</summary>
    public required string Baseline { get; init; }

    /// <summary>Whether the judged parents are others than the parameters were chosen on.</summary>
    public required bool OutOfSample { get; init; }

    /// <summary>Mean of the paired differences; <c>null</c> without parents.</summary>
    public required BasisPoints? Difference { get; init; }

    /// <summary>Their sample standard deviation; <c>null</c> under two.</summary>
    [JsonPropertyName("sd")]
    public required BasisPoints? StandardDeviation { get; init; }

    /// <summary>Parents judged.</summary>
    [JsonPropertyName("n")]
    public required int Count { get; init; }

    /// <summary>Parents in which ours was cheaper.</summary>
    public required int Cheaper { get; init; }

    /// <summary>Parents in which ours was dearer.</summary>
    public required int Dearer { get; init; }

    /// <summary>95 % interval of the mean; <c>null</c> where there are too few parents for one.</summary>
    public required IntervalResult? Interval { get; init; }

    /// <summary>Judged parents with shares never filled.</summary>
    public required int Unfinished { get; init; }

    /// <summary>The difference without those, left out for all strategies alike.</summary>
    public required DifferenceResult FinishedOnly { get; init; }

    /// <summary>Whether no side filled more than a fifth of the volume printed; <c>null</c> where prints are unknown.</summary>
    public required bool? Plausible { get; init; }
}

/// <summary>Paired differences, one per parent. Positive is cheaper.</summary>
/// <param name="Difference">Their mean; <c>null</c> without parents.</param>
/// <param name="StandardDeviation">Sample standard deviation; <c>null</c> under two.</param>
/// <param name="Count">Parents.</param>
/// <param name="Cheaper">How many are above 0.</param>
/// <param name="Dearer">How many are below 0.</param>
/// <param name="Interval">95 % interval of the mean; <c>null</c> where there are too few parents for one.</param>
public sealed record DifferenceResult(
    BasisPoints? Difference,
    [property: JsonPropertyName("sd")] BasisPoints? StandardDeviation,
    [property: JsonPropertyName("n")] int Count,
    int Cheaper,
    int Dearer,
    IntervalResult? Interval);

/// <summary>An interval of a mean.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="Method">How it was taken.</param>
public sealed record IntervalResult(BasisPoints Low, BasisPoints High, string Method);
