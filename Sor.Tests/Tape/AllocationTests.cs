using Sor.Core.Execution;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Routing;
using Sor.Core.Simulation;
using Sor.Core.Tape;

namespace Sor.Tests.Tape;

/// <summary>
/// What runs once per record or per decision leaves nothing to collect: memory does not grow with the data, and no pause depends on it.
/// </summary>
public sealed class AllocationTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Replay_allocates_nothing_per_record(bool everyEvent, bool keepsEvents)
    {
        var records = Market(40_000);
        TapeExchange? exchange = null;
        exchange = new TapeExchange(tape => exchange!.Recycle(tape));
        var window = new TradingWindow();
        Replayed(records, 20_000);

        var replay = NewReplay();
        Allocation
            .Of(
                () => replay = Replayed(records, 20_000),
                () =>
                {
                    foreach (ref readonly var record in records.AsSpan(20_000)) replay.Apply(in record);
                })
            .ShouldBe(0);

        replay.Records.ShouldBe(40_000);

        // The first pass made the tape large enough for all of it; it is used again.
        InstrumentReplay Replayed(Mbp1[] all, int count)
        {
            var first = NewReplay();
            foreach (ref readonly var record in all.AsSpan()) first.Apply(in record);
            first.Complete();
            var second = NewReplay();
            foreach (ref readonly var record in all.AsSpan(0, count)) second.Apply(in record);
            return second;
        }

        InstrumentReplay NewReplay() =>
            new(
                1,
                hasBids: true,
                window,
                new TapeOptions { EveryEvent = everyEvent, KeepsEvents = keepsEvents },
                new ReplayOptions(),
                exchange);
    }

    [Fact]
    public void Static_allocates_nothing_per_decision()
    {
        var router = new StaticRouter(Nanos.One);
        var orders = new Placement(2);
        long[] price = [100 * Nanos.One, 100 * Nanos.One + 5_000_000], fee = [1_000_000, 2_000_000];
        uint[] available = [300, 400];
        var venues = new RoutedVenues(["XNAS", "ARCX"], fee, fee);
        Decide();

        var sent = 0;
        Allocation.Of(() => { }, () => sent = Decide()).ShouldBe(0);
        sent.ShouldBe(2_000);

        int Decide()
        {
            var total = 0;
            for (var i = 0; i < 1_000; i++)
            {
                orders.Clear(500);
                router.Decide(
                    new RoutingView
                    {
                        Ask = price,
                        Available = available,
                        Known = venues,
                        BestAsk = price[0],
                        CollarPrice = 101 * Nanos.One,
                        Mid2 = 200 * Nanos.One - 10_000_000,
                        UsualSpread = MeanSpread.Of((UInt128)100_000_000 * 1_800_000_000_000, 1_800_000_000_000),
                        Want = 500,
                    },
                    orders);
                total += orders.Takes.Length;
            }

            return total;
        }
    }

    [Fact]
    public void A_parent_allocates_for_its_outcome_and_not_for_its_decisions()
    {
        var tapes = new List<WindowTape>();
        var replay = new InstrumentReplay(
            1,
            hasBids: true,
            new TradingWindow(),
            new TapeOptions { EveryEvent = true },
            new ReplayOptions(),
            new TapeExchange(tapes.Add));
        foreach (var record in Market(40_000)) replay.Apply(in record);
        replay.Complete();
        var tape = tapes.ShouldHaveSingleItem();
        var costs = new VenueCosts(tape, FeeSchedule.Parse("flat:take=0.001,add=-0.0005", anyDate: true));
        var (schedule, router) = (new Schedule(ScheduleKind.Immediate), new StaticRouter(0));
        Run();

        var before = GC.GetAllocatedBytesForCurrentThread();
        var outcome = Run();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        tape.Decisions.ShouldBeGreaterThan(20_000);
        outcome.Fills.Count.ShouldBeLessThan(20);
        allocated.ShouldBeLessThan(tape.Decisions, "a byte for each decision");

        ParentOutcome Run() =>
            ParentExecution.Run(
                new ParentOrder(500, new Collar(50 * Nanos.One), Liquidity.Depleting),
                Side.Buy,
                new WindowSchedule(schedule, tape),
                router,
                tape,
                costs);
    }

    private static Mbp1[] Market(int records)
    {
        using var market = new SyntheticMarket(new MarketOptions { Records = records, Venues = SimulatedVenue.First(12) });
        var all = new Mbp1[records];
        for (var at = 0; at < records; at += market.Read(all.AsSpan(at)))
        {
        }

        return all;
    }
}
