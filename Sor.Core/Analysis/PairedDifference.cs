namespace Sor.Core.Analysis;

/// <summary>
/// Paired differences, one per parent, in basis points: what a baseline cost more than ours. Positive is cheaper. Floating point, since
/// this is statistics.
/// </summary>
/// <remarks>
/// Parents of one day share its weather. From ten days on the days are therefore what is independent; under ten there are too few of them
/// to say anything, and parents stand for themselves, which says nothing of other days.
/// </remarks>
/// <param name="Mean">Mean; 0 for none.</param>
/// <param name="StandardDeviation">Sample standard deviation; <c>null</c> under two.</param>
/// <param name="Count">Parents.</param>
/// <param name="Cheaper">How many are above 0.</param>
/// <param name="Dearer">How many are below 0.</param>
/// <param name="Interval">95 % interval of the mean; <c>null</c> under two.</param>
internal sealed record PairedDifference(double Mean, double? StandardDeviation, int Count, int Cheaper, int Dearer, MeanInterval? Interval)
{
    /// <summary>
    /// Under six parents nothing is told from chance, whatever their interval: all of one sign are 1 in 16 at five by chance alone. Prices
    /// are whole ticks, so that the differences of a few parents can be equal, and then an interval has no width.
    /// </summary>
    public const int FewestToTell = 6;

    private const int FewestDays = 10;

    /// <summary>
    /// Standard deviations over mean of a difference that a test at 5 % finds in four of five samples: 1.96 for the test and .84 for the
    /// power.
    /// </summary>
    private const double Power = 2.8;

    /// <summary>
    /// Whether there are parents enough and the interval excludes 0, so that the difference is more than chance would give.
    /// </summary>
    public bool IsBeyondChance => Count >= FewestToTell && Interval is { } interval && (interval.Low > 0 || interval.High < 0);

    /// <summary>
    /// Parents that a difference of this mean and deviation would need to be told from chance, in four of five samples; <c>null</c> where
    /// there is no difference or no deviation.
    /// </summary>
    public double? ParentsNeeded => StandardDeviation is { } deviation && Mean != 0
        ? Math.Max(FewestToTell, Math.Ceiling(Math.Pow(Power * deviation / Mean, 2)))
        : null;

    /// <summary>Mean, deviation and interval of differences.</summary>
    /// <param name="values">Basis points, in time order.</param>
    /// <param name="days">The day of each.</param>
    public static PairedDifference Of(IReadOnlyList<double> values, IReadOnlyList<int> days)
    {
        if (values.Count == 0) return new PairedDifference(0, null, 0, 0, 0, null);
        var mean = values.Average();
        double? deviation = values.Count < 2 ? null : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1));
        var byDay = days.Distinct().Count() >= FewestDays;
        var blocks = byDay
            ? values.Zip(days).GroupBy(p => p.Second, p => p.First).Select(g => g.ToArray()).ToList()
            : values.Select(v => new[] { v }).ToList();
        var interval = MeanInterval.Of(blocks, mean, byDay ? "days" : "parents");
        return new PairedDifference(mean, deviation, values.Count, values.Count(v => v > 0), values.Count(v => v < 0), interval);
    }
}
