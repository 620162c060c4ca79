using System.Numerics;
using Sor.Core.Results;
using Sor.Core.Strategies;

namespace Sor.Core.Analysis;

/// <summary>Ours held against another router, parent by parent.</summary>
internal static class Comparison
{
    /// <summary>What another router cost more than ours.</summary>
    /// <param name="judged">The parents, at least one.</param>
    /// <param name="other">The other router of each.</param>
    public static ComparisonResult Of(IReadOnlyList<JudgedParent> judged, Func<JudgedParent, Strategy> other)
    {
        var difference = Saving(judged, j => j.Ours, other);
        var dollars = judged.Average(j => Dollars(j, other(j)));
        return new ComparisonResult
        {
            Router = string.Join(", ", judged.Select(j => other(j).Name).Distinct()),
            Difference = BasisPoints.Of(difference.Mean),
            MilsAShare = decimal.Round(1_000 * dollars / judged[0].Window.Of(judged[0].Ours)[0].Quantity, 4),
            DollarsAParent = decimal.Round(dollars, 4),
            StandardDeviation = difference.StandardDeviation is { } deviation ? BasisPoints.Of(deviation) : null,
            Count = difference.Count,
            Cheaper = difference.Cheaper,
            Dearer = difference.Dearer,
            Interval = Interval(difference),
            Told = difference.Count == 1 ? "one order" : !difference.IsBeyondChance ? "chance" : difference.Mean > 0 ? "cheaper" : "dearer",
            ParentsNeeded =
                !difference.IsBeyondChance && difference.ParentsNeeded is { } needed and < long.MaxValue / 2 ? (long)needed : null,
        };
    }

    /// <summary>What one router cost less than another, parent by parent.</summary>
    public static PairedDifference Saving(
        IReadOnlyList<JudgedParent> judged,
        Func<JudgedParent, Strategy> router,
        Func<JudgedParent, Strategy> other
    ) =>
        PairedDifference.Of(
        [.. judged.Select(j => (double)ParameterChoice.Difference(j.Window.Of(other(j)), j.Window.Of(router(j))).Value)],
        [.. judged.Select(j => NewYork.DateOf(j.Window.From).DayNumber)]);

    /// <summary>The interval of a mean difference, as a result shows it.</summary>
    public static IntervalResult? Interval(PairedDifference difference) => difference.Interval is { } interval
        ? new IntervalResult(BasisPoints.Of(interval.Low), BasisPoints.Of(interval.High), interval.Method)
        : null;

    /// <summary>What the other cost more than ours: the mean over the sides of a window.</summary>
    private static decimal Dollars(JudgedParent judged, Strategy other)
    {
        var twice = BigInteger.Zero;
        foreach (var parent in judged.Window.Of(other)) twice += parent.Shortfall2;
        foreach (var parent in judged.Window.Of(judged.Ours)) twice -= parent.Shortfall2;
        return Nanos.Ratio(twice, (BigInteger)2 * Nanos.One * judged.Window.Of(other).Length, 12);
    }
}
