using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Results;
using Sor.Core.Routing;
using Sor.Core.Strategies;
using Sor.Core.Tape;
using Sor.Core.Tuning;

namespace Sor.Core.Analysis;

/// <summary>
/// From the outcomes of all instruments to the backtest's result: parameters chosen on training parents, every strategy under them, and the
/// verdict on the parents held out.
/// </summary>
public sealed class TransactionCostAnalysis
{
    private readonly BacktestOptions options;
    private readonly SourceSchema schema;
    private readonly ParentWindows windows;
    private readonly ParameterChoice choice;
    private readonly StrategySet strategies;
    private readonly CalibrationResult? calibration;

    private TransactionCostAnalysis(BacktestOptions options, IReadOnlyList<InstrumentOutcome> instruments, SourceSchema schema)
    {
        (this.options, this.schema) = (options, schema);
        windows = new ParentWindows(options, instruments);
        choice = new ParameterChoice(options, windows.Whole);
        strategies = options.Strategies;
        calibration = Calibration.Of(windows.Whole, choice.Chosen.Strategy);
    }

    /// <summary>Analyses outcomes.</summary>
    /// <param name="options">What was run.</param>
    /// <param name="instruments">What became of each instrument, in the order of ids.</param>
    /// <param name="schema">What the data carried.</param>
    /// <param name="summary">What was read.</param>
    /// <exception cref="SorException">No parent is left to analyse.</exception>
    public static BacktestResult Of(
        BacktestOptions options, IReadOnlyList<InstrumentOutcome> instruments, SourceSchema schema, SourceSummary summary) =>
        new TransactionCostAnalysis(options.On(schema), instruments, schema).Result(summary);

    private BacktestResult Result(SourceSummary summary)
    {
        Strategy[] summed = [strategies.TwapSweep, .. strategies.Shown(choice.Chosen, choice.ChosenBeside)];
        var sums = new StrategyResult[summed.Length];
        var allowed = new ParallelOptions { MaxDegreeOfParallelism = options.Threads };
        Parallel.For(0, sums.Length, allowed, k => sums[k] = Sides(summed[k]));
        var twap = sums[0];
        var results = new OrderedDictionary<string, StrategyResult>();
        for (var k = 1; k < sums.Length; k++) results.Add(summed[k].Name, sums[k]);
        var ours = results[choice.Chosen.Strategy.Name];
        return new BacktestResult
        {
            BestParameters = Values(choice.Chosen.Point),
            Optimized = Totals(ours),
            Baselines = new ClassicBaselines<CashTotals>(
                Totals(results[strategies.BestAsk.Name]), Totals(twap), Totals(results[strategies.Prorata.Name])),
            SavingsVsBaselinesBps = new ClassicBaselines<BasisPoints>(
                Saving(strategies.BestAsk), Saving(strategies.TwapSweep), Saving(strategies.Prorata)),
            Verdict = Verdict.Of(options, windows, choice, schema, calibration),
            Details = Details(results, twap, ours),
            Tuning = Tuning(),
            Data = DataSummary.Of(windows, summary),
            Parents = Parents(),
        };
    }

    private StrategyResult Sides(Strategy strategy) => StrategySides.Of(options.Sides, windows.Whole, w => w, _ => strategy, schema);

    private static CashTotals Totals(StrategyResult result) => result.Sides.Select(s => new CashTotals(s.TotalCash, s.AvgFillPx)).First();

    /// <summary>Mean saving of the last fold's parameters against a strategy, over all parents of the first side.</summary>
    private BasisPoints Saving(Strategy baseline) => new(windows.Whole.Average(
        w => ParameterChoice.Difference(w.Of(baseline).AsSpan(0, 1), w.Of(choice.Chosen.Strategy).AsSpan(0, 1)).Value));

    private DetailsResult Details(OrderedDictionary<string, StrategyResult> results, StrategyResult twap, StrategyResult ours) => new()
    {
        Order = new OrderResult
        {
            Quantity = options.Order.Quantity,
            Side = options.Sides.Count == 2 ? "both" : options.Sides[0].Name(),
            CollarBps = Value(options.Order.Collar.NanoBps),
            HorizonSeconds = options.Window.Horizon?.Seconds,
            From = options.Window.From?.ToString() ?? $"first tradable NBBO of the session {options.Window.Session.ToString().ToLowerInvariant()}",
            To = options.Window.To?.ToString() ?? "end of the session, or last record",
        },
        Schedule = new ScheduleResult
        {
            Name = strategies.Schedule.ToString(),
            BucketSeconds = strategies.Schedule.Kind == ScheduleKind.Immediate ? null : options.Tape.Bucket.Seconds,
            EverySeconds = options.Tape.Every.Seconds,
            EveryEvent = options.Tape.EveryEvent,
            OvertimeSeconds = options.Tape.Overtime.Seconds,
            LatencySeconds = options.Tape.Latency.Seconds,
        },
        Liquidity = options.Order.Liquidity == Liquidity.Naive ? "naive" : "depleting",
        Fees = new FeesResult(
            options.Fees.Name,
            "regulatory fees on sells: they fall alike on all strategies",
            options.Fees.IsFlat ? $"under a flat fee {strategies.Net.Name} is the same as {strategies.Sweep.Name}" : null),
        Mid = schema.HasBids
            ? "of the NBBO"
            : $"the best ask: the data has no bids, so there is no half-spread and {strategies.Tuned.Name} waits for each bucket's close",
        Parents = new ParentCounts
        {
            Whole = windows.Whole.Count,
            LeftOutNoQuoteAtStart = windows.NoQuote,
            LeftOutNoDecision = windows.NoDecision,
            LeftOutPartial = windows.Counts.PartialWindows,
            LeftOutAfterData = windows.Counts.WindowsAfterData,
            Decisions = windows.Whole.Sum(w => (long)w.Decisions),
            DecisionsSkipped = windows.Whole.Aggregate(default(SkippedDecisions), (sum, w) => sum + w.Skipped),
            FirstStart = UtcTime.Format(windows.Whole[0].From),
            LastEnd = UtcTime.Format(windows.Whole.Max(w => w.To)),
        },
        Strategies = results,
        Timing = new TimingResult(
            "difference between schedules: mostly the drift of the mid, not the router",
            Timing(twap.Buy, ours.Buy),
            Timing(twap.Sell, ours.Sell)),
        Calibration = calibration,
        Cuts = Cuts.Of(choice.Judged, schema),
    };

    private static SideTiming? Timing(SideResult? twap, SideResult? ours) =>
        twap is null || ours is null ? null : new SideTiming(twap.TimingBps, twap.AllInBps, ours.TimingBps);

    private TuningResult Tuning()
    {
        var last = choice.Folds[^1];
        return new TuningResult
        {
            Router = strategies.Tuned.Name,
            Chosen = choice.Parameters,
            Axes = ByName(strategies.Grid.Axes, axis => axis.Name, axis => (IReadOnlyList<decimal>)[.. axis.Values.Select(Value)]),
            Unit = string.Join(", ", strategies.Grid.Axes.Select(axis => axis.Unit).Distinct()),
            Units = strategies.Tuned.IsOwn ? ByName(strategies.Grid.Axes, axis => axis.Name, axis => axis.Unit) : null,
            Inert = choice.Inert.Names,
            WhyInert = choice.Inert.Why,
            Split = options.Split.Train is null ? "first half trains, second half is judged" : "walk-forward",
            Folds = [.. choice.Folds.Zip(choice.PerFold, (fold, chosen) =>
                        new FoldResult(
                            fold.Train.Count,
                            fold.Test.Count,
                            Values(chosen.Point),
                            Cost(chosen, fold.Train),
                            fold.InSample ? null : Cost(chosen, fold.Test))),
            ],
            Points = [.. strategies.Points.Select(tuned => new PointResult(
                Values(tuned.Point),
                Cost(tuned, last.Train),
                last.InSample ? null : Cost(tuned, last.Test)))],
        };
    }

    private BasisPoints Cost(TunedPoint tuned, IReadOnlyList<int> parents) => choice.MeanAllIn(tuned.Strategy, parents);

    private List<ParentResult> Parents()
    {
        var judged = choice.Judged.ToDictionary(j => (j.Window.InstrumentId, j.Window.From));
        var shown = strategies.Shown(choice.Chosen, choice.ChosenBeside).ToList();
        return [.. windows.Whole.Select(w => new ParentResult
        {
            InstrumentId = w.InstrumentId,
            From = w.From,
            To = w.To,
            Bucket = options.Tape.Bucket.Nanos,
            Mics = w.Mics,
            Outcomes = new ShownOutcomes(shown, w),
            AgainstBestPlain = judged.TryGetValue((w.InstrumentId, w.From), out var held)
                ? ParameterChoice.Difference(w.Of(held.Rival), w.Of(held.Ours))
                : null,
            AgainstBestAsk = held is not null ? ParameterChoice.Difference(w.Of(strategies.BestAsk), w.Of(held.Ours)) : null,
        })];
    }

    private static OrderedDictionary<string, decimal> Values(ParameterValues point) =>
        ByName(point.Names, name => name, name => point[name]);

    private static OrderedDictionary<string, TValue> ByName<T, TValue>(IEnumerable<T> of, Func<T, string> name, Func<T, TValue> value) =>
        new(of.Select(one => KeyValuePair.Create(name(one), value(one))));

    private static decimal Value(long nanos) => (decimal)nanos / Nanos.One;
}
