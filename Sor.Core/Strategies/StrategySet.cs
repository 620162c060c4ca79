using System.Text.Json.Serialization;
using Sor.Core.Execution;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Routing;

namespace Sor.Core.Strategies;

/// <summary>
/// The one list of what a backtest runs. Evaluation, tuning, verdict, files and console take strategies from here, and name none by themselves.
/// A further router is a file in <c>Routing</c> and a line in this constructor.
/// </summary>
public sealed class StrategySet
{
    private readonly List<Strategy> all = [];

    /// <summary>Lists what is run.</summary>
    /// <param name="schedule">What is due when, for all but the baselines.</param>
    /// <param name="tuned">The router with parameters.</param>
    /// <param name="grid">The parameters it is tried with.</param>
    /// <param name="rests">Whether routers whose orders rest are run too: they need bids and trades.</param>
    public StrategySet(Schedule schedule, TunedRouter tuned, ParameterGrid grid, bool rests = false)
    {
        (Schedule, Tuned, Grid, Rests) = (schedule, tuned, grid, rests);
        BestAsk = AddPlain(new BestAskRouter());
        Prorata = AddPlain(new ProrataRouter());
        Sweep = AddPlain(new SweepRouter());
        Net = AddPlain(new NetRouter());
        Plain = [.. all];
        if (rests)
        {
            AddResting(new JoinRouter());
            AddResting(new JoinWideRouter());
        }

        Resting = [.. all.Skip(Plain.Count)];
        TwapSweep = Add("twap_sweep", StrategyRole.Baseline, new Schedule(ScheduleKind.Twap), new SweepRouter());
        Points = AddPoints();
    }

    /// <summary>Every router without parameters and <c>static</c> with its default ones, on equal shares per bucket.</summary>
    public static StrategySet Default { get; } = new(new Schedule(ScheduleKind.Twap), TunedRouter.Static, ParameterGrid.StaticDefault, rests: true);

    /// <summary>What is due when, for all but the baselines.</summary>
    public Schedule Schedule { get; }

    /// <summary>The router with parameters.</summary>
    public TunedRouter Tuned { get; }

    /// <summary>The parameters it is tried with.</summary>
    public ParameterGrid Grid { get; }

    /// <summary>Whether routers whose orders rest are run.</summary>
    public bool Rests { get; }

    /// <summary>Everything that is run, in the order of results: plain routers, baselines, then the tuned router in the order of the grid.</summary>
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

    /// <summary>What a result shows: the plain routers, and the tuned one at the point chosen.</summary>
    public IEnumerable<Strategy> Shown(TunedPoint chosen) => Plain.Concat(Resting).Append(chosen.Strategy);

    /// <summary>What of this can be run on data: nothing rests where there are no bids or no trades.</summary>
    public StrategySet On(SourceSchema schema) => Rests && !(schema.HasBids && schema.HasTrades) ? new StrategySet(Schedule, Tuned, Grid) : this;

    private Strategy AddPlain(IRouter router) => Add(router.Name, StrategyRole.Plain, Schedule, router);

    private void AddResting(IRestingRouter router)
    {
        foreach (var assumption in QueueAssumptions.All)
        {
            var isHeadline = assumption == QueueAssumptions.All[0];
            Add(
                isHeadline ? router.Name : $"{router.Name}.{assumption.Name}",
                isHeadline ? StrategyRole.Plain : StrategyRole.Bracket,
                Schedule,
                router,
                assumption);
        }
    }

    private TunedPoint[] AddPoints()
    {
        var points = new TunedPoint[Grid.Points.Count];
        var byRouter = new Dictionary<IRouter, Strategy>();
        for (var i = 0; i < points.Length; i++)
        {
            var router = Tuned.At(Grid.Points[i]);
            if (!byRouter.TryGetValue(router, out var strategy)) byRouter[router] = strategy = Add(router.Name, StrategyRole.Tuned, Schedule, router);
            points[i] = new TunedPoint(Grid.Points[i], strategy);
        }

        return points;
    }

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
public sealed record TunedPoint(ParameterPoint Point, Strategy Strategy);
