namespace Sor.Core.Analysis;

/// <summary>
/// Paired differences, one per parent, in basis points: what a baseline cost more than ours. Positive is cheaper. Floating point: this is statistics.
/// </summary>
/// <param name="Mean">Mean; 0 for none.</param>
/// <param name="StandardDeviation">Sample standard deviation; <c>null</c> under two.</param>
/// <param name="Count">How many.</param>
/// <param name="Cheaper">How many are above 0.</param>
/// <param name="Dearer">How many are below 0.</param>
/// <param name="Interval">95 % interval of the mean; <c>null</c> under 30 parents.</param>
public sealed record PairedDifference(double Mean, double? StandardDeviation, int Count, int Cheaper, int Dearer, BootstrapInterval? Interval)
{
    private const int FewestParents = 30;
    private const int FewestDays = 10;

    /// <summary>Takes the differences.</summary>
    /// <param name="values">Basis points, in time order.</param>
    /// <param name="days">The UTC day of each.</param>
    public static PairedDifference Of(IReadOnlyList<double> values, IReadOnlyList<int> days)
    {
        if (values.Count == 0) return new PairedDifference(0, null, 0, 0, 0, null);
        var mean = values.Average();
        double? deviation = values.Count < 2 ? null : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1));
        var dayCount = days.Distinct().Count();
        var interval = values.Count < FewestParents ? null
            : dayCount >= FewestDays ? BootstrapInterval.Of([.. values.Zip(days).GroupBy(p => p.Second, p => p.First).Select(g => g.ToArray())], "days")
            : BootstrapInterval.Of([.. values.Select(v => new[] { v })], "parents");
        return new PairedDifference(mean, deviation, values.Count, values.Count(v => v > 0), values.Count(v => v < 0), interval);
    }
}

/// <summary>A percentile bootstrap interval of a mean.</summary>
/// <param name="Low">2.5 % point.</param>
/// <param name="High">97.5 % point.</param>
/// <param name="Resampled">What was drawn with replacement: <c>parents</c> (says nothing of other days) or <c>days</c>.</param>
public sealed record BootstrapInterval(double Low, double High, string Resampled)
{
    private const int Resamples = 2_000;

    internal static BootstrapInterval Of(IReadOnlyList<double[]> blocks, string resampled)
    {
        // A fixed seed: the interval is part of the result, and the result is the same every time.
        var random = new SplitMix(0x5EED);
        var means = new double[Resamples];
        for (var r = 0; r < Resamples; r++)
        {
            var (sum, count) = (0.0, 0);
            for (var i = 0; i < blocks.Count; i++)
            {
                var block = blocks[(int)(random.Next() % (ulong)blocks.Count)];
                foreach (var value in block) sum += value;
                count += block.Length;
            }

            means[r] = sum / count;
        }

        Array.Sort(means);
        return new BootstrapInterval(means[(int)(Resamples * 0.025)], means[(int)(Resamples * 0.975)], resampled);
    }

    /// <summary>SplitMix64 (Steele, Lea, Flood 2014): small and the same everywhere.</summary>
    private struct SplitMix(ulong state)
    {
        public ulong Next()
        {
            var z = state += 0x9E3779B97F4A7C15;
            z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
            z = (z ^ z >> 27) * 0x94D049BB133111EB;
            return z ^ z >> 31;
        }
    }
}
