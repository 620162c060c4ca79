using Sor.Core.Orders;
using Sor.Core.Routing;
using Sor.Core.Tape;

namespace Sor.Core.Tuning;

/// <summary>
/// Evaluates every strategy and every parameter point over a closed window, on as many threads as allowed. Each outcome has its own place, so the order of work
/// changes nothing.
/// </summary>
public sealed class WindowEvaluation : IDisposable
{
    /// <summary>The routers compared under the schedule, in the order of the result; <c>static</c> comes once per point after them.</summary>
    public static IReadOnlyList<string> FixedRouters { get; } = ["best_ask", "prorata", "sweep", "net"];

    /// <summary>Name of the baseline that is always on the TWAP schedule.</summary>
    public const string TwapSweep = "twap_sweep";

    private readonly BacktestOptions options;
    private readonly Strategy[] strategies;
    private readonly ThreadLocal<ParentExecution> executions = new(() => new ParentExecution());

    /// <summary>Prepares the strategies.</summary>
    public WindowEvaluation(BacktestOptions options)
    {
        this.options = options;
        strategies =
        [
            new Strategy("best_ask", options.Schedule, new BestAskRouter()),
            new Strategy("prorata", options.Schedule, new ProrataRouter()),
            new Strategy("sweep", options.Schedule, new SweepRouter()),
            new Strategy("net", options.Schedule, new NetRouter()),
            new Strategy(TwapSweep, new Schedule(ScheduleKind.Twap), new SweepRouter()),
            .. options.Grid.LambdaUnder.Select(lambda => new Strategy("static", options.Schedule, new StaticRouter(lambda))),
        ];
    }

    /// <summary>Index of the strategy of a parameter point: only lambda_under can act on <c>static</c>.</summary>
    public static int IndexOf(ParameterGrid grid, ParameterPoint point) =>
        FixedRouters.Count + 1 + grid.LambdaUnder.ToList().IndexOf(point.LambdaUnder);

    /// <summary>Evaluates a window.</summary>
    /// <exception cref="SorException">A venue has no fee.</exception>
    public WindowOutcome Evaluate(WindowTape tape)
    {
        var status = tape.ArrivalMid2 == 0 ? WindowStatus.NoQuote : tape.Decisions == 0 ? WindowStatus.NoDecision : WindowStatus.Whole;
        var outcomes = new ParentOutcome[strategies.Length][];
        if (status == WindowStatus.Whole)
        {
            var costs = new VenueCosts(tape, options.Fees);
            for (var s = 0; s < strategies.Length; s++) outcomes[s] = new ParentOutcome[options.Sides.Count];
            var jobs = strategies.Length * options.Sides.Count;
            Parallel.For(0, jobs, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, job =>
            {
                var (s, side) = (job / options.Sides.Count, job % options.Sides.Count);
                outcomes[s][side] = executions.Value!.Run(options.Order, options.Sides[side], strategies[s], tape, costs);
            });
            ShareEqualFills(outcomes);
        }

        return new WindowOutcome
        {
            InstrumentId = tape.InstrumentId,
            From = tape.From,
            To = tape.To,
            Status = status,
            Mics = tape.Mics,
            ArrivalMid2 = tape.ArrivalMid2,
            Volume = tape.Volume,
            Notional = tape.Notional,
            Decisions = tape.Decisions,
            CrossedDecisions = tape.CrossedDecisions,
            DecisionMid2Sum = tape.DecisionMid2Sum,
            Outcomes = outcomes,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => executions.Dispose();

    /// <summary>Neighbouring points often trade alike: they keep one list of fills between them.</summary>
    private void ShareEqualFills(ParentOutcome[][] outcomes)
    {
        for (var s = 1; s < strategies.Length; s++)
            for (var side = 0; side < options.Sides.Count; side++)
                if (outcomes[s][side].Fills.AsSpan().SequenceEqual(outcomes[s - 1][side].Fills))
                    outcomes[s][side] = outcomes[s][side] with { Fills = outcomes[s - 1][side].Fills };
    }
}

/// <summary>Whether a window's parents count.</summary>
public enum WindowStatus
{
    /// <summary>They do.</summary>
    Whole,

    /// <summary>No two-sided NBBO by the window's start.</summary>
    NoQuote,

    /// <summary>No decision could be taken.</summary>
    NoDecision,
}

/// <summary>What became of one window under every strategy.</summary>
public sealed record WindowOutcome
{
    /// <summary>The instrument.</summary>
    public required uint InstrumentId { get; init; }

    /// <summary>Start, nanoseconds since the epoch.</summary>
    public required ulong From { get; init; }

    /// <summary>End, nanoseconds since the epoch.</summary>
    public required ulong To { get; init; }

    /// <summary>Whether its parents count.</summary>
    public required WindowStatus Status { get; init; }

    /// <summary>MICs by venue slot.</summary>
    public required IReadOnlyList<string> Mics { get; init; }

    /// <summary>Twice the mid at the start.</summary>
    public required long ArrivalMid2 { get; init; }

    /// <summary>Shares printed on routable venues.</summary>
    public required long Volume { get; init; }

    /// <summary>Sum of price times size of those prints.</summary>
    public required Int128 Notional { get; init; }

    /// <summary>Decisions taken.</summary>
    public required int Decisions { get; init; }

    /// <summary>Decisions not taken since the NBBO was crossed.</summary>
    public required int CrossedDecisions { get; init; }

    /// <summary>Sum of twice the mid over decisions taken.</summary>
    public required Int128 DecisionMid2Sum { get; init; }

    /// <summary>By strategy, then by side; empty where <see cref="Status"/> is not <see cref="WindowStatus.Whole"/>.</summary>
    public required ParentOutcome[][] Outcomes { get; init; }
}
