using System.Collections.Concurrent;
using Sor.Core.Execution;
using Sor.Core.Orders;
using Sor.Core.Routing;
using Sor.Core.Strategies;
using Sor.Core.Tape;

namespace Sor.Core.Tuning;

/// <summary>
/// Evaluates every strategy and every parameter point over a closed window, on as many threads as allowed. Each outcome has its own place,
/// so the order of work changes nothing. Where a strategy learns from slices, an instrument's windows come in time order.
/// </summary>
public sealed class WindowEvaluation
{
    // Strategies that go in step share one walk over the tape; but fewer and longer jobs leave threads without work at a window's end.
    private const int InStep = 6;

    private readonly BacktestOptions options;
    private readonly IReadOnlyList<Strategy> strategies;
    private readonly Dictionary<uint, SliceMemory> memories = [];
    private readonly RouterWatch? watch;

    /// <summary>Prepares the evaluation of windows under the options' strategies.</summary>
    /// <param name="options">What is run.</param>
    /// <param name="watch">Notices decisions of a user's router that do not end; <c>null</c> where all are built in.</param>
    internal WindowEvaluation(BacktestOptions options, RouterWatch? watch = null) =>
        (this.options, strategies, this.watch) = (options, options.Strategies.All, watch);

    /// <summary>Learns from what came before a day's first window.</summary>
    /// <param name="tape">A warm-up.</param>
    /// <exception cref="SorException">A venue has no fee.</exception>
    public void WarmUp(WindowTape tape)
    {
        var schedule = new WindowSchedule(options.Strategies.Schedule, tape);
        MemoryOf(tape).Learn(tape, SliceMemory.Slices(options, tape, schedule.Buckets), new VenueCosts(tape, options.Fees));
    }

    /// <summary>Evaluates a window.</summary>
    /// <param name="tape">The window.</param>
    /// <param name="threads">How many threads take part; no result depends on it.</param>
    /// <exception cref="SorException">A venue has no fee.</exception>
    public WindowOutcome Evaluate(WindowTape tape, int threads)
    {
        var status = tape.ArrivalMid2 == 0 ? WindowStatus.NoQuote : tape.Decisions == 0 ? WindowStatus.NoDecision : WindowStatus.Whole;
        var outcomes = new ParentOutcome[strategies.Count][];
        if (status == WindowStatus.Whole) Execute(tape, outcomes, threads);
        else if (options.Strategies.Tuned.Rests) WarmUp(tape);
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
            Skipped = tape.Skipped,
            Reaches = [.. options.Sides.Select(side => CollarReach.Of(tape, side, options.Order.Collar))],
            DecisionMid2Sum = tape.DecisionMid2Sum,
            Path = status == WindowStatus.Whole ? BucketPoint.Path(tape) : [],
            Outcomes = outcomes,
        };
    }

    private void Execute(WindowTape tape, ParentOutcome[][] outcomes, int threads)
    {
        var costs = new VenueCosts(tape, options.Fees);
        var schedules = strategies.Select(s => s.Schedule).Distinct().ToDictionary(s => s, s => new WindowSchedule(s, tape));
        var set = options.Strategies;
        var slices = set.NeedsEvents ? SliceMemory.Slices(options, tape, schedules[set.Schedule].Buckets) : [];
        var histories = set.Tuned.Rests ? MemoryOf(tape).Learn(tape, slices, costs) : null;
        RestingRules[][] rules = [.. slices.Select((of, side) => RestingRules.UnderAll(set.Assumptions, of, histories?[side]))];
        for (var s = 0; s < strategies.Count; s++) outcomes[s] = new ParentOutcome[options.Sides.Count];
        // Those of one side and assumption follow each other: what they learn from is let go once the last of them is done. Those that rest
        // come first, since they follow events, which takes longest.
        var assumptions = set.Assumptions.ToList();
        var ordered = strategies.OrderBy(s => s.Assumption is { } of ? assumptions.IndexOf(of) : assumptions.Count);
        var jobs = (from side in Enumerable.Range(0, options.Sides.Count)
                    from together in ordered.Chunk(InStep)
                    select (side, together, Rules: Array.ConvertAll(together, strategy => RulesOf(strategy, side))))
            .ToList();
        foreach (var job in jobs)
            foreach (var of in job.Rules) of?.Expect();
        var allowed = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Parallel.ForEach(Partitioner.Create(jobs, EnumerablePartitionerOptions.NoBuffering), allowed, job =>
        {
            var side = options.Sides[job.side];
            var executed = ExecutionsInStep.Run(
                options.Order,
                side,
                tape,
                costs,
                [.. job.together.Zip(job.Rules, (s, of) => new ExecutionPlan(schedules[s.Schedule], RouterOf(s, tape, side), of))]);
            for (var k = 0; k < executed.Length; k++) outcomes[job.together[k].Place][job.side] = executed[k];
            foreach (var of in job.Rules) of?.Done();
        });

        RestingRules? RulesOf(Strategy strategy, int side) =>
            Array.Find(rules.Length > 0 ? rules[side] : [], r => r.Assumption == strategy.Assumption);
    }

    private IRouter RouterOf(Strategy strategy, WindowTape tape, Side side) =>
        strategy.Router is OwnRouter own ? own.For(tape.InstrumentId, side, watch!) : strategy.Router;

    private SliceMemory MemoryOf(WindowTape tape)
    {
        if (!memories.TryGetValue(tape.InstrumentId, out var memory)) memories[tape.InstrumentId] = memory = new SliceMemory(options);
        return memory;
    }
}

/// <summary>Whether a window's parents count.</summary>
public enum WindowStatus
{
    /// <summary>A decision could be taken, so its parents count.</summary>
    Whole,

    /// <summary>No tradable NBBO by the window's start.</summary>
    NoQuote,

    /// <summary>No decision could be taken.</summary>
    NoDecision,
}

/// <summary>What became of one window under every strategy.</summary>
public sealed record WindowOutcome
{
    private readonly ParentOutcome[][] outcomes = [];
    private readonly IReadOnlyList<BucketPoint> path = [];
    private OutcomesAside? aside;

    /// <summary>Numeric id of the instrument.</summary>
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

    /// <summary>Decisions not taken, by reason.</summary>
    public required SkippedDecisions Skipped { get; init; }

    /// <summary>How near the market came to what the collar allows, by side.</summary>
    public required IReadOnlyList<CollarReach> Reaches { get; init; }

    /// <summary>Sum of twice the mid over decisions taken.</summary>
    public required Int128 DecisionMid2Sum { get; init; }

    /// <summary>The market, bucket by bucket; empty where <see cref="Status"/> is not <see cref="WindowStatus.Whole"/>.</summary>
    public required IReadOnlyList<BucketPoint> Path { get => aside?.Path() ?? path; init => path = value; }

    /// <summary>By strategy, then by side; empty where <see cref="Status"/> is not <see cref="WindowStatus.Whole"/>.</summary>
    public required ParentOutcome[][] Outcomes { get => aside?.All() ?? outcomes; init => outcomes = value; }

    /// <summary>What became of a strategy's parents, one for each side executed.</summary>
    public ParentOutcome[] Of(Strategy strategy) => aside?.Of(strategy.Place) ?? outcomes[strategy.Place];

    /// <summary>What became of a strategy's parent on one side.</summary>
    public ParentOutcome Of(Strategy strategy, Side side) => Array.Find(Of(strategy), parent => parent.Side == side)
        ?? throw new ArgumentOutOfRangeException(nameof(side), side, "this side was not executed");

    /// <summary>The same window with what is large elsewhere.</summary>
    internal WindowOutcome PutAside(OutcomesAside elsewhere) => this with { Outcomes = [], Path = [], aside = elsewhere };
}
