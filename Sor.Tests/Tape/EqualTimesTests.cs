using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Routing;
using static Sor.Tests.Market;

namespace Sor.Tests.Tape;

public sealed class EqualTimesTests
{
    private static readonly ushort[] Venues = [Nasdaq, Bx, Bzx, Nyse, Arca];
    private static readonly IRouter[] Routers =
    [
        new BestAskRouter(),
        new ProrataRouter(),
        new SweepRouter(),
        new NetRouter(),
        new StaticRouter(1_500_000_000),
    ];

    /// <summary>
    /// Feeds of different venues have no order within a stamp. Where the market is two-sided and uncrossed throughout, theirs decides
    /// nothing but the numbers venues are given and what a print is compared with.
    /// </summary>
    [Fact]
    public void Rows_of_equal_time_of_different_venues_may_come_in_any_order()
    {
        var rows = Gen.Select(
            Gen.Int[0, 4],
            Gen.Frequency((3, Gen.Const(0)), (1, Gen.Int[1, 900])),
            Gen.Int[0, 3],
            Gen.UInt[0, 3],
            Gen.Int[1, 4],
            Gen.UInt[0, 3],
            Gen.Int[0, 5]
        ).Array[5, 150];
        var settings = Gen.Select(
            Gen.OneOf(0.0, 0.25, 1.5),
            Gen.Bool,
            Gen.OneOf(
                new Schedule(ScheduleKind.Twap),
                new Schedule(ScheduleKind.Immediate),
                new Schedule(ScheduleKind.PercentOfVolume, 300_000_000)));
        Gen.Select(rows, Gen.Shuffle(Venues), settings).Sample((updates, order, options) =>
        {
            var market = new Market();
            foreach (var venue in Venues) market.Quote(-1, venue, 98m, 100, 102m, 100);
            var at = 0.0;
            foreach (var (venue, wait, bid, bidSize, ask, askSize, kind) in updates)
            {
                at += wait / 1_000.0;
                if (kind == 0) market.Trade(at, Venues[venue], 100m, 100 * (bidSize + 1));
                else market.Quote(at, Venues[venue], 100m - bid * 0.01m, bidSize * 100, 100m + ask * 0.01m, askSize * 100);
            }

            // One venue always shows both sides, far away.
            market.Records.RemoveAll(r => r.PublisherId == Arca && r.TsEvent >= Open && r.Action != RecordAction.Trade);
            market.Quote(999, Nyse, 98m, 100, 102m, 100);
            var permuted = new Market();
            permuted.Records.AddRange(market.Records.OrderBy(r => r.TsEvent).ThenBy(r => Array.IndexOf(order, r.PublisherId)));

            Outcomes(permuted).ShouldBe(Outcomes(market));

            string Outcomes(Market records)
            {
                var (latency, everyEvent, schedule) = options;
                var tape = records.Tapes(0, 15, bucket: 5, latency: latency, everyEvent: everyEvent).Single();
                var outcomes = from router in Routers
                               from side in new[] { Side.Buy, Side.Sell }
                               let outcome = Execute(tape, router, 2_000, side, schedule, fees: "flat:take=0.001")
                               from line in outcome
                                   .Fills.Select(f => $"{f.Time} {tape.Mics[f.Venue]} {f.Shares} {f.Price} {f.Mid2} {f.Sweep}")
                                   .Append(
                                    $"{router.Name} {side} {outcome.Cash} {outcome.Shortfall2} {string.Join(' ', outcome.Markouts)} {string.Join(' ', outcome.BucketShares)}"
                                   )
                               select line;
                return $"{tape.Decisions} {tape.Volume} {tape.Notional} {string.Join(' ', tape.BucketVolumes.ToArray())} {tape.DecisionMid2Sum}\n"
            + string.Join('\n', outcomes);
            }
        });
    }
}
