using System.Text.Json;
using Sor.Core.Analysis;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Pipeline;
using Sor.Core.Results;
using Sor.Core.Routing;
using Sor.Core.Strategies;
using Sor.Core.Tape;
using Sor.Core.Tuning;
using Sor.Tests.Reference;
using static Sor.Tests.Market;

namespace Sor.Tests.Tuning;

/// <summary>Whole runs with a router of a user's own: what is tried, judged and shown, and how a run ends.</summary>
public sealed class OwnRouterRunTests
{
    private static readonly SourceSchema Schema = new("mbp-1", HasBids: true, HasTrades: true);

    /// <summary>
    /// The example on the real day, as an implementation measured it that shares nothing with this one: mean and standard deviation of what
    /// all parents saved against best_ask.
    /// </summary>
    [Fact]
    public async Task Rest_or_take_saves_on_the_real_day_what_was_measured()
    {
        var strategies = new StrategySet(
            new Schedule(ScheduleKind.Twap), TunedRouter.Of(new RestOrTake()), ParameterAxes.Default, rests: true);

        var windows = await MeasuredDay.WindowsAsync(strategies);

        windows.Count.ShouldBe(12);
        var saved = strategies.Points.Select(point =>
        {
            var each = windows.SelectMany(w => new[] { Side.Buy, Side.Sell }.Select(side => (double)ParameterChoice.Difference(
                [w.Of(strategies.BestAsk, side)], [w.Of(point.Strategy, side)]).Value)).ToList();
            var mean = each.Average();
            return (Math.Round(mean, 2), Math.Round(Math.Sqrt(each.Sum(x => (x - mean) * (x - mean)) / (each.Count - 1)), 2));
        });

        saved.ShouldBe([(.54, .67), (.50, .50), (.17, .15)]);
    }

    [Fact]
    public async Task Its_parameters_are_tried_by_name_and_those_without_effect_are_named()
    {
        var options = Options(new Idle(), new ParameterAxes(ParameterAxes.Of(("my_edge", [Nanos.One, 2 * Nanos.One]))));

        var result = await ResultAsync(options);

        result.Tuning.Axes.Select(a => (a.Key, string.Join(' ', a.Value))).ShouldBe([("my_edge", "1 2"), ("share", "0.25 1")]);
        result.Tuning.Units!.Select(u => u.Value).ShouldBe(["cents", "parts"]);
        result.Tuning.Inert.ShouldBe(["my_edge"]);
        result.Tuning.Points.Count.ShouldBe(4);
        result.BestParameters.Keys.ShouldBe(["my_edge", "share"]);
        result.Verdict.Optimized.ShouldBe("idle");
        result.Verdict.Sentence.ShouldContain(": idle (share ");
        result.Verdict.Sentence.ShouldNotContain("Cont-Kukanov");
        result.Details.Strategies.Keys.ShouldContain("static");

        using var json = new MemoryStream();
        result.Write(json);
        using var written = JsonDocument.Parse(json.ToArray());
        var point = written.RootElement.GetProperty("tuning").GetProperty("points")[0];
        point.EnumerateObject().Select(p => p.Name).ShouldBe(["my_edge", "share", "in_sample_bps", "out_of_sample_bps"]);
        json.Position = 0;
        BacktestResult.Read(json).Tuning.Points[3].Values["share"].ShouldBe(1m);
    }

    [Fact]
    public async Task Without_parameters_it_has_one_point_and_nothing_is_said_of_choosing()
    {
        var result = await ResultAsync(Options(new Plain()));

        result.Tuning.Points.Count.ShouldBe(1);
        result.BestParameters.ShouldBeEmpty();
        result.Verdict.Sentence.ShouldContain("schedule: plain was");
        result.Verdict.AgainstBestAsk.Difference.Value.ShouldBe(0m, "it does what best_ask does");
    }

    [Fact]
    public async Task Each_parent_has_an_instance_of_its_own()
    {
        var counting = new Counting();

        await OutcomesAsync(Options(counting));

        // Four windows, two sides.
        Counting.Made.ShouldBe(8);
        Counting.MostAtOneMoment.ShouldBe(1);
    }

    [Fact]
    public async Task What_it_does_that_cannot_be_ends_the_run_with_one_sentence()
    {
        var failure = await Should.ThrowAsync<SorException>(() => OutcomesAsync(Options(new Greedy())));

        failure.Kind.ShouldBe(FailureKind.Outside);
        failure.Message.ShouldStartWith("router greedy asked to take 1000000 shares at XN");
        failure.Message.ShouldContain(" (2024-10-17T14:3");
        failure.Message.ShouldEndWith("instrument 1, buy)");
    }

    [Fact]
    public async Task A_decision_that_does_not_end_ends_the_run()
    {
        using var goOn = new ManualResetEventSlim();
        var backtest = new Backtest(Options(new Hanging(goOn))) { MostForDecision = TimeSpan.FromMilliseconds(200) };

        var failure = await Should.ThrowAsync<SorException>(() =>
            backtest.RunAsync(new Records([.. Market().Records], Schema), TestContext.Current.CancellationToken));
        goOn.Set();

        failure.Message.ShouldStartWith("router hanging has not decided within 0.2 s (2024-10-17T14:30:00");
    }

    [Fact]
    public async Task A_router_that_does_not_do_the_same_twice_is_found_out()
    {
        var options = Options(new Forgetful());
        using var source = new Records([.. Market().Records], Schema);
        var (one, other) = (await OutcomesAsync(options), await OutcomesAsync(options));

        Forgetful.Took.ShouldBeGreaterThan(0);
        Should.Throw<SorException>(() => Repetition.Check(options, source, one, other)).Message
            .ShouldStartWith("router forgetful does not do the same twice: the parent order from 2024-10-17T14:30:00");
        Repetition.Check(options, source, one, one);
    }

    [Fact]
    public void The_key_of_a_part_holds_name_and_build_of_an_own_router()
    {
        var key = OptionsKey.Of(Options(new Plain()));

        key.ShouldContain("\"Name\":\"plain\"");
        key.ShouldContain($"\"Code\":\"{typeof(Plain).Module.ModuleVersionId:n}\"");
        OptionsKey.Of(new BacktestOptions()).ShouldNotContain("\"Code\"");
    }

    [Fact]
    public void A_router_that_rests_needs_bids_and_trades()
    {
        Should.Throw<SorException>(() => Options(new RestOrTake()).Strategies.On(new SourceSchema("x", HasBids: true, HasTrades: false)))
            .Message.ShouldBe("the data has no trades, so no order can rest, as rest_or_take needs");
    }

    private static BacktestOptions Options(IRouter router, ParameterAxes? axes = null) => new BacktestOptions
    {
        Order = new ParentOrder(600, new Collar(50 * Nanos.One), Liquidity.Depleting),
        Strategies = new StrategySet(new Schedule(ScheduleKind.Twap), TunedRouter.Of(router), axes ?? ParameterAxes.Default, rests: true),
        Window = TradingWindow.Between(Open, Open + Seconds(120), Duration.OfSeconds(30)),
        Tape = new TapeOptions { Every = Span(0.5), Bucket = Duration.OfSeconds(10), Overtime = Duration.OfSeconds(5) },
        Fees = FeeSchedule.Parse("flat:take=0.003,add=-0.002", anyDate: false),
        Threads = 2,
    }.On(Schema);

    private static Task<IReadOnlyList<InstrumentOutcome>> OutcomesAsync(BacktestOptions options) =>
        new Backtest(options).RunAsync(new Records([.. Market().Records], Schema), TestContext.Current.CancellationToken);

    private static async Task<BacktestResult> ResultAsync(BacktestOptions options)
    {
        var outcomes = await OutcomesAsync(options);
        using var source = new Records([], Schema);
        return TransactionCostAnalysis.Of(options, outcomes, Schema, source.Summary);
    }

    private static Market Market()
    {
        var (random, market, price) = (new Random(3), new Market(), 100m);
        foreach (var venue in new[] { Nasdaq, Nyse }) market.Quote(-1, venue, 99.99m, 300, 100.01m, 300);
        for (var at = 0.0; at < 130; at += random.NextDouble())
        {
            price += random.Next(-1, 2) * 0.01m;
            var venue = random.Next(2) == 0 ? Nasdaq : Nyse;
            if (random.Next(3) == 0) market.Trade(at, venue, price, (uint)random.Next(1, 5) * 100);
            else market.Quote(at, venue, price - .01m, 300, price + .01m, (uint)random.Next(1, 5) * 100);
        }

        return market.Quote(300, Nasdaq, 99.99m, 100, 100.01m, 100);
    }

    /// <summary>The example of samples/own-router.cs.</summary>
    /// <summary>Takes a part of what best_ask would; my_edge does nothing.</summary>
    private sealed class Idle(decimal share = 0) : IRouter
    {
        public string Name => "idle";

        public IReadOnlyList<RouterParameter> Parameters => [new("my_edge", "cents", 0m), new("share", "parts", .25m, 1m)];

        public IRouter New(ParameterValues values) => new Idle(values["share"]);

        public void Decide(in RoutingView view, Placement orders) =>
            new BestAskRouter().Decide(view with { Want = (long)(view.Want * share) }, orders);
    }

    private sealed class Plain : IRouter
    {
        public string Name => "plain";

        public void Decide(in RoutingView view, Placement orders) => new BestAskRouter().Decide(in view, orders);
    }

    private sealed class Counting : IRouter
    {
        public static int Made;
        public static int MostAtOneMoment;
        private readonly HashSet<ulong> moments = [];
        private int decisions;

        public string Name => "counting";

        public IRouter New(ParameterValues values)
        {
            Interlocked.Increment(ref Made);
            return new Counting();
        }

        public void Decide(in RoutingView view, Placement orders)
        {
            moments.Add(view.Time);
            if (++decisions > moments.Count) MostAtOneMoment = decisions;
            else MostAtOneMoment = Math.Max(MostAtOneMoment, 1);
        }
    }

    private sealed class Greedy : IRouter
    {
        public string Name => "greedy";

        public void Decide(in RoutingView view, Placement orders)
        {
            if (view.Side == Side.Buy) orders.Take(0, 1_000_000);
        }
    }

    private sealed class Hanging(ManualResetEventSlim goOn) : IRouter
    {
        public string Name => "hanging";

        public void Decide(in RoutingView view, Placement orders) => goOn.Wait();
    }

    private sealed class Forgetful : IRouter
    {
        public static long Took;
        private static int asked;

        public string Name => "forgetful";

        public void Decide(in RoutingView view, Placement orders)
        {
            if (Interlocked.Increment(ref asked) > 10) return;
            new BestAskRouter().Decide(in view, orders);
            Interlocked.Add(ref Took, orders.Taken);
        }
    }
}
