using System.Numerics;
using Sor.Core.Execution;
using Sor.Core.Results;
using Sor.Core.Strategies;
using Sor.Core.Tuning;

namespace Sor.Core.Analysis;

/// <summary>
/// Holds what a model expected of its resting orders against what became of them. Whether that is chance is floating point, since it is
/// statistics.
/// </summary>
internal static class Calibration
{
    /// <summary>How far off the sum may be without a word.</summary>
    private const double Tolerance = .1;

    /// <summary>Sums up; <c>null</c> for a router that expects nothing.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="strategy">The strategy.</param>
    public static CalibrationResult? Of(IReadOnlyList<WindowOutcome> windows, Strategy strategy)
    {
        var tenths = new List<PostedSum>();
        var venues = new SortedDictionary<string, PostedSum>(StringComparer.Ordinal);
        var (unlearnt, isPosting) = (0, false);
        foreach (var window in windows)
            foreach (var posted in window.Of(strategy).Select(o => o.Posted).OfType<PostedOrders>())
            {
                isPosting = true;
                unlearnt += posted.Unlearnt;
                for (var t = 0; t < posted.ByTenth.Length; t++)
                {
                    if (t == tenths.Count) tenths.Add(default);
                    tenths[t] += posted.ByTenth[t];
                }

                for (var v = 0; v < posted.ByVenue.Length; v++)
                    if (posted.ByVenue[v].Orders > 0) venues[window.Mics[v]] = venues.GetValueOrDefault(window.Mics[v]) + posted.ByVenue[v];
            }

        if (!isPosting) return null;
        return new CalibrationResult
        {
            All = Result(tenths.Aggregate(default(PostedSum), (sum, t) => sum + t)),
            Told = Told(windows, strategy),
            Unlearnt = unlearnt,
            ByTenth = [.. tenths.Select(Result)],
            ByVenue = new OrderedDictionary<string, PostedResult>(venues.Select(v => KeyValuePair.Create(v.Key, Result(v.Value)))),
        };
    }

    private static PostedResult Result(PostedSum sum) => new(
        sum.Orders,
        sum.Shares,
        Nanos.Ratio(sum.ExpectedNano, Nanos.One, 3),
        sum.Filled,
        sum.ExpectedNano == 0 ? null : Nanos.Ratio((BigInteger)sum.Filled * Nanos.One, sum.ExpectedNano, 4));

    /// <summary>Orders of one parent are alike, so parents are what chance is taken over; from ten days on, days.</summary>
    private static string Told(IReadOnlyList<WindowOutcome> windows, Strategy strategy)
    {
        var (expected, beyond, days) = (0.0, new List<double>(), new List<int>());
        foreach (var window in windows)
        {
            var sum = default(PostedSum);
            foreach (var posted in window.Of(strategy).Select(o => o.Posted).OfType<PostedOrders>())
                foreach (var tenth in posted.ByTenth) sum += tenth;
            expected += (double)sum.ExpectedNano / Nanos.One;
            beyond.Add(sum.Filled - (double)sum.ExpectedNano / Nanos.One);
            days.Add(NewYork.DateOf(window.From).DayNumber);
        }

        var difference = PairedDifference.Of(beyond, days);
        if (!difference.IsBeyondChance || Math.Abs(difference.Mean) * windows.Count <= Tolerance * expected) return "as expected";
        return difference.Mean > 0 ? "more" : "fewer";
    }
}
