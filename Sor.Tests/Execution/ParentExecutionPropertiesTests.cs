using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Routing;
using static Sor.Tests.Market;

namespace Sor.Tests.Execution;

/// <summary>What holds of a parent's execution in any market.</summary>
public sealed class ParentExecutionPropertiesTests
{
    private static readonly SweepRouter Sweep = new();

    private static readonly Gen<Market> Markets = Gen.Select(
            Gen.Int[0, 4],
            Gen.Int[0, 2_000],
            Gen.Int[-3, 3],
            Gen.UInt[0, 3],
            Gen.Int[1, 4],
            Gen.UInt[0, 3])
        .Array[10, 120]
        .Select(updates =>
    {
        ushort[] venues = [Nasdaq, Bx, Bzx, Nyse, Arca];
        var market = new Market().Quote(-1, Nasdaq, 999.98m, 100, 1_000.02m, 100);
        var at = 0.0;
        foreach (var (venue, wait, ticks, bidSize, spread, askSize) in updates)
        {
            at += wait / 2_000.0;
            var px = 1_000m + ticks * 0.01m;
            decimal? bid = bidSize == 3 ? null : px;
            decimal? ask = askSize == 3 ? null : px + spread * 0.01m;
            market.Quote(at, venues[venue], bid, bidSize * 100, ask, askSize * 100);
        }

        return market.Quote(200, Nasdaq, 999.98m, 100, 1_000.02m, 100);
    });

    [Fact]
    public void The_parts_of_the_cost_add_up_to_the_whole()
    {
        Markets.Sample(market =>
        {
            var tapes = market.Tapes(0, 20, bucket: 5, latency: 0.3, overtime: 3);
            foreach (var side in new[] { Side.Buy, Side.Sell })
            {
                var outcome = Execute(
                    tapes.Single(),
                    new NetRouter(),
                    700,
                    side,
                    new Schedule(ScheduleKind.Twap),
                    fees: "flat:take=0.0013");
                (outcome.HalfSpread2 + 2 * outcome.Fees + outcome.Timing2 + outcome.Remainder2).ShouldBe(outcome.Shortfall2);
                outcome.Fills.Sum(f => f.Shares).ShouldBe(outcome.Filled);
                outcome.BucketShares.Sum().ShouldBe(outcome.Filled);
            }
        });
    }

    [Fact]
    public void Mirrored_markets_mirror()
    {
        // Prices reflected about a price, bids for asks: a sell in one is a buy in the other, share for share and venue for venue.
        Markets.Sample(market =>
        {
            var mirror = new Market();
            foreach (var r in market.Records)
                mirror.Records.Add(r with { BidPx = Reflected(r.AskPx), AskPx = Reflected(r.BidPx), BidSz = r.AskSz, AskSz = r.BidSz });
            foreach (
                var router in new IRouter[]
                {
                    new BestAskRouter(),
                    new ProrataRouter(),
                    Sweep,
                    new NetRouter(),
                    new StaticRouter(1_500_000_000),
                }
            )
            {
                var buy = Execute(market.Tapes(0, 20, bucket: 5).Single(), router, 400, schedule: new Schedule(ScheduleKind.Twap));
                var sell = Execute(mirror.Tapes(0, 20, bucket: 5).Single(), router, 400, Side.Sell, new Schedule(ScheduleKind.Twap));
                sell.Fills.Select(f => (f.Time, f.Venue, f.Shares, Reflected(f.Price)))
                    .ShouldBe(buy.Fills.Select(f => (f.Time, f.Venue, f.Shares, f.Price)), router.Name);
            }
        });

        static long Reflected(long price) => price == Mbp1.UndefinedPrice ? price : Px(2_000m) - price;
    }

    [Fact]
    public void Changing_the_future_changes_no_earlier_decision()
    {
        Gen.Select(Markets, Markets, Gen.Int[1, 18]).Sample((a, b, second) =>
        {
            var cut = Open + Seconds(second);
            var spliced = new Market();
            spliced.Records.AddRange(a.Records.Where(r => r.TsEvent <= cut));
            spliced.Records.AddRange(b.Records.Where(r => r.TsEvent > cut));
            foreach (var router in new IRouter[] { new BestAskRouter(), new ProrataRouter(), Sweep, new StaticRouter(1_500_000_000) })
            {
                var one = Execute(a.Tapes(0, 20, bucket: 5).Single(), router, 900, schedule: new Schedule(ScheduleKind.Twap));
                var other = Execute(spliced.Tapes(0, 20, bucket: 5).Single(), router, 900, schedule: new Schedule(ScheduleKind.Twap));
                other.Fills.Where(f => f.Time <= cut).ShouldBe(one.Fills.Where(f => f.Time <= cut));
            }
        });
    }

    [Fact]
    public void Liquidity_is_never_taken_twice()
    {
        // At an unchanged price the shares taken never exceed what was shown at first plus what was added since.
        Markets.Sample(market =>
        {
            var tape = market.Tapes(0, 20).Single();
            var outcome = Execute(tape, Sweep, 100_000);
            var (shown, taken, change) = (new Dictionary<int, (long Price, long Offered)>(), new Dictionary<int, long>(), 0);
            for (var i = 0; i < tape.Instants.Length; i++)
            {
                for (; change < tape.Instants[i].AskEnd; change++)
                {
                    var c = tape.AskChanges[change];
                    if (c.Added == uint.MaxValue) (shown[c.Venue], taken[c.Venue]) = ((c.Price, c.Size), 0);
                    else shown[c.Venue] = (c.Price, shown[c.Venue].Offered + c.Added);
                }

                foreach (var fill in outcome.Fills.Where(f => f.Instant == i))
                {
                    taken[fill.Venue] += fill.Shares;
                    fill.Price.ShouldBe(shown[fill.Venue].Price);
                    taken[fill.Venue].ShouldBeLessThanOrEqualTo(shown[fill.Venue].Offered);
                }
            }
        });
    }
}
