using System.Diagnostics;

namespace Sor.Benchmarks.Measuring;

/// <summary>
/// Runs contenders in turn, A B C A B C …, so that a machine whose speed drifts is as slow for one as for the other: the ratio of a round
/// holds where neither rate does.
/// </summary>
internal static class SideBySide
{
    /// <summary>Rounds that are not counted: the compiler is still at work in them.</summary>
    private const int WarmUps = 2;

    /// <summary>Items per second of each contender in each round.</summary>
    /// <param name="contenders">What is measured.</param>
    /// <param name="rounds">How often each runs.</param>
    /// <param name="oneCore">
    /// Whether seconds are of processor time, of all threads together: for work that keeps one core busy and waits for nothing. What else
    /// runs on the machine takes none of them.
    /// </param>
    public static double[][] Rates(IReadOnlyList<Contender> contenders, int rounds, bool oneCore)
    {
        var rates = contenders.Select(_ => new double[rounds]).ToArray();
        for (var round = -WarmUps; round < rounds; round++)
        {
            for (var c = 0; c < contenders.Count; c++)
            {
                GC.Collect();
                var started = Now(oneCore);
                var items = contenders[c].Run();
                var seconds = (Now(oneCore) - started).TotalSeconds;
                if (round >= 0) rates[c][round] = items / seconds;
            }
        }

        return rates;
    }

    private static TimeSpan Now(bool oneCore) => oneCore ? Environment.CpuUsage.TotalTime : Stopwatch.GetElapsedTime(0);

    /// <summary>The middle value; of an even number, the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
