using Sor.Core.Results;
using Sor.Core.Strategies;
using Sor.Core.Tuning;

namespace Sor.Core.Analysis;

/// <summary>What the tuned router is worth on the judged parents.</summary>
internal static class Verdict
{
    /// <summary>Above this share of the volume printed an execution would have moved the market.</summary>
    private const decimal PlausibleParticipation = 0.2m;

    /// <summary>Judges.</summary>
    /// <param name="options">What was run.</param>
    /// <param name="choice">The parents and the parameters chosen for them.</param>
    /// <param name="ours">What the tuned router did over all parents.</param>
    public static VerdictResult Of(BacktestOptions options, ParameterChoice choice, StrategyResult ours)
    {
        var baseline = options.Strategies.BestAsk;
        var complete = choice.Judged.Where(j => !IsUnfinished(options.Strategies, j)).ToList();
        var unfinished = choice.Judged.Count - complete.Count;
        var difference = Difference(baseline, choice.Judged);
        var finished = Difference(baseline, complete);
        var participation = ours.Sides.Max(s => s.Participation);
        bool? plausible = participation is null ? null : participation <= PlausibleParticipation;
        var shown = Result(difference);
        return new VerdictResult
        {
            Sentence = VerdictSentence.Of(options, choice, difference, unfinished, finished, plausible == false ? participation : null),
            Optimized = options.Strategies.Tuned.Name,
            Baseline = baseline.Name,
            OutOfSample = choice.IsOutOfSample,
            Difference = shown.Difference,
            StandardDeviation = shown.StandardDeviation,
            Count = shown.Count,
            Cheaper = shown.Cheaper,
            Dearer = shown.Dearer,
            Interval = shown.Interval,
            Unfinished = unfinished,
            FinishedOnly = Result(finished),
            Plausible = plausible,
        };
    }

    /// <summary>Whether any strategy compared left shares of a window's parents unfilled: such parents are left out for all alike.</summary>
    private static bool IsUnfinished(StrategySet strategies, (WindowOutcome Window, Strategy Ours) judged) =>
        strategies.Plain.Append(judged.Ours).Any(s => judged.Window.Of(s).Any(o => o.Remainder > 0));

    /// <summary>What a baseline cost more than ours, per parent.</summary>
    private static PairedDifference Difference(Strategy baseline, IReadOnlyList<(WindowOutcome Window, Strategy Ours)> judged) => PairedDifference.Of(
        [.. judged.Select(j => (double)ParameterChoice.Difference(j.Window.Of(baseline), j.Window.Of(j.Ours)).Value)],
        [.. judged.Select(j => NewYork.DateOf(j.Window.From).DayNumber)]);

    private static DifferenceResult Result(PairedDifference difference) => new(
        difference.Count == 0 ? null : BasisPoints.Of(difference.Mean),
        difference.StandardDeviation is { } deviation ? BasisPoints.Of(deviation) : null,
        difference.Count,
        difference.Cheaper,
        difference.Dearer,
        difference.Interval is { } interval
            ? new IntervalResult(BasisPoints.Of(interval.Low), BasisPoints.Of(interval.High), $"95 % percentile bootstrap over {interval.Resampled}")
            : null);
}
