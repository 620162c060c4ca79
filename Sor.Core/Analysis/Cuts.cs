using Sor.Core.MarketData;
using Sor.Core.Results;
using Sor.Core.Tuning;

namespace Sor.Core.Analysis;

/// <summary>
/// Where a saving comes from: the judged parents cut by what they met. What they are cut by is computed in floating point.
/// </summary>
internal static class Cuts
{
    private const ulong Hour = 3_600 * (ulong)Nanos.One;

    /// <summary>The saving against the best router without parameters, over the parts of every cut.</summary>
    public static CutsResult Of(IReadOnlyList<JudgedParent> judged, SourceSchema schema) => new(
        ByTimeOfDay(judged),
        Thirds(judged, j => MeanSpread(j.Window), ["narrow", "middle", "wide"]),
        Thirds(judged, j => Volatility(j.Window), ["calm", "middle", "lively"]),
        schema.HasTrades ? Thirds(judged, Taken, ["low", "middle", "high"]) : null);

    private static List<CutResult> ByTimeOfDay(IReadOnlyList<JudgedParent> judged)
    {
        string[] parts = ["open hour", "middle", "close hour", "outside"];
        return [.. parts.Select(part => (part, Parents: judged.Where(j => PartOfDay(j.Window.From) == part).ToList()))
            .Where(p => p.Parents.Count > 0)
            .Select(p => Cut(p.part, null, null, p.Parents))];
    }

    /// <summary>The part of the regular session that a window starts in.</summary>
    private static string PartOfDay(ulong time)
    {
        if (TradingSession.Regular.HoursOn(NewYork.DateOf(time)) is not { } hours || time < hours.Open || time >= hours.Close)
            return "outside";
        return time < hours.Open + Hour ? "open hour" : time >= hours.Close - Hour ? "close hour" : "middle";
    }

    /// <summary>Three parts of as equal counts as can be, in the order of a value; equal values go by time.</summary>
    private static List<CutResult> Thirds(IReadOnlyList<JudgedParent> judged, Func<JudgedParent, double> value, string[] names)
    {
        var ordered = judged.Select(j => (Judged: j, Value: value(j))).OrderBy(v => v.Value).ToList();
        var cuts = new List<CutResult>();
        for (var third = 0; third < names.Length; third++)
        {
            var part = ordered[(ordered.Count * third / names.Length)..(ordered.Count * (third + 1) / names.Length)];
            if (part.Count == 0) continue;
            var parents = part.Select(p => p.Judged).OrderBy(j => j.Window.From).ToList();
            cuts.Add(Cut(names[third], Rounded(part[0].Value), Rounded(part[^1].Value), parents));
        }

        return cuts;
    }

    private static CutResult Cut(string part, decimal? from, decimal? to, List<JudgedParent> parents)
    {
        var comparison = Comparison.Of(parents, j => j.Rival);
        return new CutResult(part, from, to, parents.Count, comparison.Difference, comparison.Interval);
    }

    private static double MeanSpread(WindowOutcome window) => window.Path.Average(p => 20_000.0 * p.Spread / p.Mid2);

    private static double Volatility(WindowOutcome window)
    {
        var path = window.Path;
        var squares = 0.0;
        for (var b = 1; b < path.Count; b++)
        {
            var move = 10_000.0 * (path[b].Mid2 - path[b - 1].Mid2) / path[b - 1].Mid2;
            squares += move * move;
        }

        return Math.Sqrt(squares);
    }

    private static double Taken(JudgedParent judged)
    {
        var parents = judged.Window.Of(judged.Ours);
        var volume = parents.Sum(p => p.VolumeMeanwhile);
        return volume == 0 ? 0 : (double)parents.Sum(p => p.Filled) / volume;
    }

    private static decimal Rounded(double value) => decimal.Round((decimal)value, 6);
}
