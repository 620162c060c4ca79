using Sor.Core.MarketData;
using Sor.Core.Results;
using Sor.Core.Strategies;
using Sor.Core.Tuning;

namespace Sor.Core.Analysis;

/// <summary>
/// What the tuned router is worth on the judged parents, against the best router without parameters and against <c>best_ask</c>.
/// </summary>
internal static class Verdict
{
    /// <summary>The result's key <c>verdict</c>.</summary>
    /// <param name="options">What was run.</param>
    /// <param name="windows">The windows of the run.</param>
    /// <param name="choice">The parents, and what was chosen for each.</param>
    /// <param name="schema">What the data carried.</param>
    /// <param name="calibration">Whether resting orders were filled as expected.</param>
    public static VerdictResult Of(
        BacktestOptions options,
        ParentWindows windows,
        ParameterChoice choice,
        SourceSchema schema,
        CalibrationResult? calibration)
    {
        var strategies = options.Strategies;
        var judged = choice.Judged;
        var againstPlain = Comparison.Of(judged, j => j.Rival);
        var againstBestAsk = Comparison.Of(judged, _ => strategies.BestAsk);
        var feeOrder = judged.Average(j => FeeOrder.Saving(j.Window.Of(strategies.BestAsk), j.Window.Of(strategies.Net)).Value);
        var resting = judged.Average(j => RestingShare.Saving(j.Window.Of(strategies.BestAsk), j.Window.Of(j.Ours)).Value);
        var implausible = Participation.Implausible(judged, strategies, schema.HasTrades);
        var unfinished = judged.Count(j => Compared(strategies, j).Any(s => j.Window.Of(s).Any(o => o.Remainder > 0)));
        var sensitivity = RemainderSensitivity.Of(judged, strategies.BestAsk);
        var routers = Routers(options, judged, schema);
        var verdict = new VerdictResult
        {
            Sentence = "",
            Notes = VerdictNotes.Of(options, windows, judged, schema, unfinished, sensitivity, implausible),
            Optimized = strategies.Tuned.Name,
            OutOfSample = choice.IsOutOfSample,
            AgainstBestPlain = againstPlain,
            AgainstBestAsk = againstBestAsk,
            SavingBy = new SavingResult(
                new BasisPoints(feeOrder), new BasisPoints(againstBestAsk.Difference.Value - feeOrder - resting), new BasisPoints(resting)),
            SavingParts = schema.HasBids
                ? SavingParts.Of(judged.Select(j => (j.Window.Of(strategies.BestAsk), j.Window.Of(j.Ours))))
                : null,
            Bracket = strategies.Tuned.Rests ? QueueBracket.Of(strategies, judged) : null,
            Routers = routers,
            Unfinished = unfinished,
            Sensitivity = sensitivity,
            Plausible = implausible is null ? null : implausible[strategies.Tuned.Name] == 0,
        };
        return verdict with { Sentence = VerdictSentence.Of(options, choice, verdict, calibration) };
    }

    /// <summary>The routers that are compared over a parent.</summary>
    internal static IEnumerable<Strategy> Compared(StrategySet strategies, JudgedParent judged) =>
        judged.Beside is null ? strategies.Plain.Append(judged.Ours) : [.. strategies.Plain, judged.Beside, judged.Ours];

    private static OrderedDictionary<string, RouterResult> Routers(
        BacktestOptions options, IReadOnlyList<JudgedParent> judged, SourceSchema schema)
    {
        var compared = options.Strategies.Plain.Select(plain => (plain.Name, Of: (Func<JudgedParent, Strategy>)(_ => plain))).ToList();
        if (judged[0].Beside is { } beside) compared.Add((beside.Name, j => j.Beside!));
        compared.Add((options.Strategies.Tuned.Name, j => j.Ours));
        var results = new RouterResult[compared.Count];
        var allowed = new ParallelOptions { MaxDegreeOfParallelism = options.Threads };
        Parallel.For(0, results.Length, allowed, k => results[k] = Router(compared[k].Of));
        return new OrderedDictionary<string, RouterResult>(compared.Zip(results, (one, result) => KeyValuePair.Create(one.Name, result)));

        RouterResult Router(Func<JudgedParent, Strategy> strategy)
        {
            var result = StrategySides.Of(options.Sides, judged, j => j.Window, strategy, schema);
            var saving = Comparison.Saving(judged, strategy, _ => options.Strategies.BestAsk);
            return new RouterResult(result, BasisPoints.Of(saving.Mean), Comparison.Interval(saving));
        }
    }
}
