using Sor.Core.Simulation;

namespace Sor.Core.Model.Paper;

/// <summary>A Poisson law as a table of its distribution function, so that a draw is one search and the same on every machine.</summary>
internal sealed class PoissonLaw
{
    private readonly int first;
    private readonly double[] cumulated;

    /// <summary>Makes the table, twelve standard deviations to either side.</summary>
    public PoissonLaw(double mean)
    {
        var reach = (int)Math.Ceiling(12 * Math.Sqrt(mean));
        var mode = (int)mean;
        first = Math.Max(0, mode - reach);
        cumulated = new double[mode + reach + 1 - first];

        // Relative to the mode, by the ratio of neighbours; the sum makes them probabilities.
        cumulated[mode - first] = 1;
        for (var n = mode; n > first; n--) cumulated[n - 1 - first] = cumulated[n - first] * n / mean;
        for (var n = mode + 1; n < first + cumulated.Length; n++) cumulated[n - first] = cumulated[n - 1 - first] * mean / n;
        for (var i = 1; i < cumulated.Length; i++) cumulated[i] += cumulated[i - 1];
        for (var i = 0; i < cumulated.Length; i++) cumulated[i] /= cumulated[^1];
    }

    /// <summary>P(xi at most x).</summary>
    public double AtMost(double x) => x < first ? 0 : cumulated[(int)Math.Min(Math.Floor(x) - first, cumulated.Length - 1)];

    /// <summary>The least number with at least this probability of not being exceeded.</summary>
    /// <param name="probability">Above 0, at most 1.</param>
    public int Quantile(double probability)
    {
        var (low, high) = (0, cumulated.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (cumulated[middle] < probability) low = middle + 1;
            else high = middle;
        }

        return first + low;
    }

    /// <summary>A number drawn by this law.</summary>
    public int Draw(ref RandomStream random) => Quantile(Uniform(ref random));

    // In (0, 1].
    private static double Uniform(ref RandomStream random) => ((random.Next() >> 11) + 1) * (1.0 / (1L << 53));
}
