using System.Text.Json.Serialization;
using Sor.Core.Execution;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Routing;

namespace Sor.Core.Strategies;

/// <summary>
/// The one list of what a backtest runs. Evaluation, tuning, verdict, files and console take strategies from here, and name none by
/// themselves. A further router is a file in <c>Routing</c> and a line in this constructor.
/// </summary>
public sealed class StrategySet
{
    private readonly List<Strategy> all = [];
    private string? lacks;

    /// <summary>Lists what is run.</summary>
    /// <param name="schedule">What is due when, for all but the baselines.</param>
    /// <param name="tuned">The router with parameters.</param>
    /// <param name="axes">The parameters it is tried with.</param>
    /// <param name="rests">Whether routers without parameters whose orders rest are run too: they need bids and trades.</param>
    /// <param name="overfillNano">How many times what is due <c>queue</c> may take and post together, times 1e9; at least 1e9.</param>
    /// <param name="assumptions">What is assumed of queues, the headline first; <c>null</c> for <see cref="QueueAssumptions.All"/>.</param>
    public StrategySet(
        Schedule schedule,
        TunedRouter tuned,
        ParameterAxes axes,
        bool rests = false,
        long overfillNano = TunedRouter.DefaultOverfillNano,
        IReadOnlyList<IQueueAssumption>? assumptions = null)
    {
        Assumptions = assumptions ?? QueueAssumptions.All;
        (Schedule, Tuned, Axes, Rests, OverfillNano) = (schedule, tuned, axes, rests, overfillNano);
        BestAsk = AddPlain(new BestAskRouter());
        Prorata = AddPlain(new ProrataRouter());
        Sweep = AddPlain(new SweepRouter());
        Net = AddPlain(new NetRouter());
        if (rests)
        {
            AddPlain(new JoinRouter());
            AddPlain(new JoinWideRouter());
        }

        Plain = [.. all.Where(s => s.Role == StrategyRole.Plain)];
        Resting = [.. all.Where(s => s.Assumption is not null)];
        TwapSweep = Add("twap_sweep", StrategyRole.Baseline, new Schedule(ScheduleKind.Twap), new SweepRouter());
        Grid = axes.Over(tuned.DefaultGrid);
        if (tuned.Rests || tuned.IsOwn) Beside = AddPoints(TunedRouter.Static, TunedRouter.Static.DefaultGrid);
        Points = AddPoints(tuned, Grid);
    }

    /// <summary>
    /// Every router without parameters, <c>queue</c> with its default ones and <c>static</c> with its own, on equal shares per bucket.
    /// </summary>
    public static StrategySet Default { get; } =
        new(new Schedule(ScheduleKind.Twap), TunedRouter.Queue, ParameterAxes.Default, rests: true);

    /// <summary>What is due when, for all but the baselines.</summary>
    public Schedule Schedule { get; }

    /// <summary>The router with parameters.</summary>
    public TunedRouter Tuned { get; }

    /// <summary>The parameters that it was asked to be tried with.</summary>
    public ParameterAxes Axes { get; }

    /// <summary>The parameters it is tried with.</summary>
    public ParameterGrid Grid { get; }

    /// <summary>Whether routers without parameters whose orders rest are run.</summary>
    public bool Rests { get; }

    /// <summary>Whether orders of any strategy rest, so that each event of the market matters.</summary>
    [JsonIgnore]
    public bool NeedsEvents => Rests || Tuned.Rests;

    /// <summary>How many times what is due may be taken and posted together, times 1e9.</summary>
    public long OverfillNano { get; }

    /// <summary>What is assumed of the queues that orders rest in: the headline, and those that show how far it could be off.</summary>
    [JsonIgnore]
    public IReadOnlyList<IQueueAssumption> Assumptions { get; }

    /// <summary>Their names; a user's own with the id of the build that it is from.</summary>
    [JsonPropertyName("assumptions")]
    public IEnumerable<string> AssumptionNames => Assumptions.Select(a => a is CheckedQueueAssumption own ? $"{own.Name} {own.Code}" : a.Name);

    /// <summary>What the data lacks, so that nothing rests though it was asked for; <c>null</c> where it lacks nothing.</summary>
    [JsonIgnore]
    public string? Lacks => lacks;

    /// <summary>
    /// Everything that is run, in the order of results: plain routers, baselines, then the tuned router in the order of the grid.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<Strategy> All => all;

    /// <summary>The routers without parameters.</summary>
    [JsonIgnore]
    public IReadOnlyList<Strategy> Plain { get; }

    /// <summary>The routers without parameters whose orders rest, each under every assumption, the headline first.</summary>
    [JsonIgnore]
    public IReadOnlyList<Strategy> Resting { get; }

    /// <summary>The points of the grid in their order, each with its strategy.</summary>
    [JsonIgnore]
    public IReadOnlyList<TunedPoint> Points { get; }

    /// <summary>
    /// Where the tuned router rests or is a user's own: <c>static</c> over its own parameters, for comparison; else none.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<TunedPoint> Beside { get; } = [];

    /// <summary>Takes the best price on display: what the tuned router is held against.</summary>
    [JsonIgnore]
    public Strategy BestAsk { get; }

    /// <summary>Takes the best price on display in proportion to displayed size.</summary>
    [JsonIgnore]
    public Strategy Prorata { get; }

    /// <summary>Takes in price order.</summary>
    [JsonIgnore]
    public Strategy Sweep { get; }

    /// <summary>Takes in order of price and fee together.</summary>
    [JsonIgnore]
    public Strategy Net { get; }

    /// <summary>The sweep on equal shares per bucket, whatever the schedule asked for.</summary>
    [JsonIgnore]
    public Strategy TwapSweep { get; }

    /// <summary>Names of the parameters that cannot act, and why; <c>null</c> where only outcomes tell.</summary>
    [JsonIgnore]
    public (string[] Names, string Why)? Inert => Tuned.Inert(Schedule, OverfillNano);

    /// <summary>What a result shows: the plain routers, and the tuned ones at the points chosen, with the bracket of what rests.</summary>
    /// <param name="chosen">The point of the tuned router.</param>
    /// <param name="beside">The point of the one beside it, if there is one.</param>
    public IEnumerable<Strategy> Shown(TunedPoint chosen, TunedPoint? beside)
    {
        IEnumerable<Strategy> tuned = beside is null ? [chosen.Strategy] : [beside.Strategy, chosen.Strategy];
        return [.. Plain, .. tuned, .. Resting.Where(s => s.Role == StrategyRole.Bracket), .. chosen.Bracket];
    }

    /// <summary>A strategy under another assumption on queues; itself where its orders do not rest.</summary>
    internal Strategy Under(Strategy strategy, IQueueAssumption assumption) =>
        strategy.Assumption is null ? strategy : all.First(s => s.Assumption == assumption && s.Router.Equals(strategy.Router));

    /// <summary>
    /// What of this can be run on data: nothing rests where there are no bids or no trades, and <c>static</c> is tuned then.
    /// </summary>
    /// <exception cref="SorException">A user's own router rests, and cannot on this data.</exception>
    public StrategySet On(SourceSchema schema)
    {
        if (!NeedsEvents || (schema.HasBids && schema.HasTrades)) return this;
        if (Tuned is { IsOwn: true, Rests: true })
            throw SorException.BadData($"the data has no {Lacking(schema)}, so no order can rest, as {Tuned.Name} needs");
        return new StrategySet(Schedule, Tuned.Rests ? TunedRouter.Static : Tuned, Axes, rests: false, OverfillNano, Assumptions)
        {
            lacks = Lacking(schema),
        };
    }

    private static string Lacking(SourceSchema schema) => schema.HasBids ? "trades" : schema.HasTrades ? "bids" : "bids and no trades";

    private Strategy AddPlain(IRouter router) => AddUnderAll(StrategyRole.Plain, router)[0];

    private TunedPoint[] AddPoints(TunedRouter tuned, ParameterGrid grid)
    {
        var points = new TunedPoint[grid.Points.Count];
        var byRouter = new Dictionary<IRouter, Strategy[]>();
        for (var i = 0; i < points.Length; i++)
        {
            var router = tuned.At(grid.Points[i], Schedule, OverfillNano);
            if (!byRouter.TryGetValue(router, out var strategies)) byRouter[router] = strategies = AddUnderAll(StrategyRole.Tuned, router);
            points[i] = new TunedPoint(grid.Points[i], strategies[0], strategies[1..]);
        }

        return points;
    }

    /// <summary>Adds a router: once, or where its orders rest under every assumption on queues, the headline first.</summary>
    private Strategy[] AddUnderAll(StrategyRole role, IRouter router) => !router.Rests
        ? [Add(router.Name, role, Schedule, router)]
        : [.. Assumptions.Select((assumption, i) => i == 0
            ? Add(router.Name, role, Schedule, router, assumption)
            : Add($"{router.Name}.{assumption.Name}", StrategyRole.Bracket, Schedule, router, assumption))];

    private Strategy Add(string name, StrategyRole role, Schedule schedule, IRouter router, IQueueAssumption? assumption = null)
    {
        var strategy = new Strategy(name, role, schedule, router, assumption, all.Count);
        all.Add(strategy);
        return strategy;
    }
}

/// <summary>A point of the grid and the strategy that runs it. Points whose routers are equal share one strategy.</summary>
/// <param name="Point">The parameters.</param>
/// <param name="Strategy">The tuned router with them.</param>
/// <param name="Bracket">Where its orders rest: the same under the other assumptions on queues.</param>
public sealed record TunedPoint(ParameterValues Point, Strategy Strategy, IReadOnlyList<Strategy> Bracket);
