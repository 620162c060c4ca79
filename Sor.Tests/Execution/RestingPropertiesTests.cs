using Sor.Core.Book;
using Sor.Core.Execution;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Routing;
using Sor.Core.Tape;
using static Sor.Tests.Market;

namespace Sor.Tests.Execution;

/// <summary>What holds of resting orders in any market, under every assumption.</summary>
public sealed class RestingPropertiesTests
{
    private const long Quantity = 900;

    private static readonly IRouter[] Routers = [new JoinRouter(), new JoinWideRouter()];

    [Fact]
    public void Changing_the_future_changes_nothing_before_it()
    {
        Gen.Select(Markets, Markets, Gen.Int[1, 18], Latencies).Sample((a, b, second, latency) =>
        {
            var cut = Open + Seconds(second);
            var spliced = new Market();
            spliced.Records.AddRange(a.Records.Where(r => r.TsEvent <= cut));
            spliced.Records.AddRange(b.Records.Where(r => r.TsEvent > cut));
            ForAll((router, assumption, side) =>
            {
                var one = Rest(a, router, assumption, side, latency);
                var other = Rest(spliced, router, assumption, side, latency);
                other.Fills.Where(f => f.Time <= cut).ShouldBe(one.Fills.Where(f => f.Time <= cut), router.Name);
            });
        }, iter: 200);
    }

    [Fact]
    public void No_more_than_the_parent_is_filled_and_the_parts_of_its_cost_add_up()
    {
        Gen.Select(Markets, Latencies).Sample((market, latency) => ForAll((router, assumption, side) =>
        {
            var outcome = Rest(market, router, assumption, side, latency);
            outcome.Filled.ShouldBeLessThanOrEqualTo(Quantity);
            outcome.Fills.Sum(f => f.Shares).ShouldBe(outcome.Filled);
            outcome.Fills.ShouldAllBe(f => f.Shares > 0);
            outcome.Fills.Where(f => f.Kind != FillKind.Taken).Sum(f => f.Shares).ShouldBe(outcome.Maker);
            (outcome.HalfSpread2 + 2 * outcome.Fees + outcome.Timing2 + outcome.Remainder2).ShouldBe(outcome.Shortfall2);
        }), iter: 300);
    }

    [Fact]
    public void Mirrored_markets_mirror()
    {
        Gen.Select(Markets, Latencies).Sample((market, latency) =>
        {
            // Prices reflected about a price, bids for asks, buyers for sellers.
            var mirror = new Market();
            foreach (var r in market.Records)
                mirror.Records.Add(
                    r with
                    {
                        BidPx = Reflected(r.AskPx),
                        AskPx = Reflected(r.BidPx),
                        BidSz = r.AskSz,
                        AskSz = r.BidSz,
                        Price = Reflected(r.Price),
                        Side = Turned(r.Side),
                    }
                );
            ForAll((router, assumption, side) =>
            {
                var one = Rest(market, router, assumption, side, latency);
                var other = Rest(mirror, router, assumption, side == Side.Buy ? Side.Sell : Side.Buy, latency);
                other
                    .Fills.Select(f => (f.Time, f.Venue, f.Shares, f.Kind, Reflected(f.Price)))
                    .ShouldBe(one.Fills.Select(f => (f.Time, f.Venue, f.Shares, f.Kind, f.Price)), router.Name);
            });
        }, iter: 200);

        static long Reflected(long price) => price == Mbp1.UndefinedPrice ? price : Px(2_000m) - price;

        static RecordSide Turned(RecordSide side) =>
            side switch
            {
                RecordSide.Bid => RecordSide.Ask,
                RecordSide.Ask => RecordSide.Bid,
                _ => side,
            };
    }

    [Fact]
    public void In_step_each_comes_to_what_it_comes_to_alone()
    {
        Gen.Select(Markets, Latencies, Gen.Enum<Liquidity>()).Sample((market, latency, liquidity) =>
        {
            var tape = TapeOf(market, latency);
            var order = new ParentOrder(Quantity, new Collar(500 * Nanos.One), liquidity);
            var costs = new VenueCosts(tape, FeeSchedule.Parse("flat:take=0.001,add=-0.0005", anyDate: false));
            var schedule = new WindowSchedule(new Schedule(ScheduleKind.Twap), tape);
            foreach (var side in new[] { Side.Buy, Side.Sell })
            {
                var slices = Slice.Of(tape, side == Side.Buy ? BookSide.Bid : BookSide.Ask, schedule.Buckets);
                ExecutionPlan[] plans =
                [
                    .. from router in Routers
                       from assumption in QueueAssumptions.All
                       select new ExecutionPlan(schedule, router, new RestingRules(assumption, slices)),
                    new ExecutionPlan(schedule, new BestAskRouter()),
                    new ExecutionPlan(schedule, new StaticRouter(Nanos.One)),
                ];
                var together = ExecutionsInStep.Run(order, side, tape, costs, plans);
                for (var i = 0; i < plans.Length; i++)
                    together[i].ShouldBeEquivalentTo(ExecutionsInStep.Run(order, side, tape, costs, [plans[i]])[0], plans[i].Router.Name);
            }
        }, iter: 100);
    }

    private static readonly Gen<double> Latencies = Gen.OneOf(0.0, 0.3, 2.5);

    private static readonly Gen<Market> Markets = Gen.Select(
            Gen.Int[0, 3],
            Gen.Int[0, 800],
            Gen.Int[-2, 2],
            Gen.UInt[0, 4],
            Gen.Int[0, 3],
            Gen.UInt[0, 4],
            Gen.Int[0, 6])
        .Array[20, 200]
        .Select(steps =>
    {
        ushort[] venues = [Nasdaq, Bx, Nyse, Arca];
        RecordSide[] sides = [RecordSide.None, RecordSide.None, RecordSide.Bid, RecordSide.Ask];
        var market = new Market();
        foreach (var venue in venues) market.Quote(-1, venue, 999.99m, 100, 1_000.01m, 100);
        var at = 0.0;
        foreach (var (venue, wait, ticks, bidSize, spread, askSize, trade) in steps)
        {
            at += wait / 4_000.0;
            var px = 1_000m + ticks * 0.01m;
            decimal? bid = bidSize == 4 ? null : px - 0.01m;
            decimal? ask = askSize == 4 ? null : px + spread * 0.01m;
            if (trade < sides.Length) market.Trade(at, venues[venue], px, (bidSize + 1) * 50, sides[trade]);
            else market.Quote(at, venues[venue], bid, bidSize * 100, ask, askSize * 100);
        }

        return market.Quote(200, Nasdaq, 999.99m, 100, 1_000.01m, 100);
    });

    private static void ForAll(Action<IRouter, IQueueAssumption, Side> check)
    {
        foreach (var router in Routers)
            foreach (var assumption in QueueAssumptions.All)
                foreach (var side in new[] { Side.Buy, Side.Sell })
                    check(router, assumption, side);
    }

    private static ParentOutcome Rest(Market market, IRouter router, IQueueAssumption assumption, Side side, double latency) =>
        TapeOf(market, latency).Rest(Quantity, assumption, router, side, schedule: ScheduleKind.Twap);

    private static WindowTape TapeOf(Market market, double latency) =>
        market.Tapes(0, 20, bucket: 5, latency: latency, keepsEvents: true, overtime: 3).Single();
}
