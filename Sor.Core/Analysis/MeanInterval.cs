namespace Sor.Core.Analysis;

/// <summary>A 95 % interval of a mean over independent blocks of values.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="Method">How it was taken, in words.</param>
internal sealed record MeanInterval(double Low, double High, string Method)
{
    private const int FewestToResample = 30;
    private const int Resamples = 2_000;

    // 97.5 % points of Student's t, from one degree of freedom to 28.
    private static ReadOnlySpan<double> Student =>
    [
        12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281, 2.2010, 2.1788, 2.1604, 2.1448,
        2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484,
    ];

    /// <summary>Takes the interval: Student's t under 30 blocks, a bootstrap from there.</summary>
    /// <param name="blocks">Values that belong together.</param>
    /// <param name="mean">Mean of all values.</param>
    /// <param name="independent">What a block is.</param>
    /// <returns><c>null</c> under two blocks.</returns>
    public static MeanInterval? Of(IReadOnlyList<double[]> blocks, double mean, string independent) =>
        blocks.Count < 2 ? null
        : blocks.Count < FewestToResample ? ByStudent(blocks, mean, independent)
        : ByBootstrap(blocks, independent);

    /// <summary>The 97.5 % point of Student's t.</summary>
    /// <param name="freedom">Degrees of freedom, 1 to 28.</param>
    internal static double StudentPoint(int freedom) => Student[freedom - 1];

    /// <summary>
    /// With blocks of one value this is the textbook's interval; blocks of different sizes count by what they add to the mean.
    /// </summary>
    private static MeanInterval ByStudent(IReadOnlyList<double[]> blocks, double mean, string independent)
    {
        var (squares, count) = (0.0, 0);
        foreach (var block in blocks)
        {
            var beyond = block.Sum() - block.Length * mean;
            squares += beyond * beyond;
            count += block.Length;
        }

        var error = Math.Sqrt(squares * blocks.Count / (blocks.Count - 1)) / count;
        var half = StudentPoint(blocks.Count - 1) * error;
        return new MeanInterval(mean - half, mean + half, $"95 %, Student's t over {independent}");
    }

    private static MeanInterval ByBootstrap(IReadOnlyList<double[]> blocks, string independent)
    {
        // The seed is fixed because the interval is part of the result, and the result is the same every time.
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
        return new MeanInterval(means[(int)(Resamples * 0.025)], means[(int)(Resamples * 0.975)], $"95 %, bootstrap over {independent}");
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
