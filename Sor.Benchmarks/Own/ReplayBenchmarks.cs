using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Sor.Benchmarks.Measuring;
using Sor.Core.Execution;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Routing;
using Sor.Core.Tape;

namespace Sor.Benchmarks.Own;

/// <summary>Records through book and tape, on one core.</summary>
internal static class ReplayBenchmarks
{
    private const int Records = 4_000_000;

    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("replay", "records through book and tape, one core, and with static asked at every event", Run),
    ];

    private static void Run(Report report)
    {
        var records = MarketFile.Records(Records);
        report.Note($"{Records} records of 12 venues in memory, windows of 30 minutes");
        report.OneCoreRate("records", new Contender("book and tape, 1 s grid", () => Replay(records, everyEvent: false, _ => { })), 40e6);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Replay(records, everyEvent: false, _ => { });
        report.AtMost(
            "  allocated, recorders of 13 windows included",
            (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Records,
            "bytes per record",
            0.1);

        report.OneCoreRate(
            "records",
            new Contender(
                "book and tape, every quote and print kept",
                () => Replay(records, everyEvent: false, _ => { }, keepsEvents: true)),
            15e6);

        // Nothing shown costs less than one half-spread: with half of one the router is asked at every event, and never fills what it is
        // asked for.
        var (schedule, router) = (new Schedule(ScheduleKind.Twap), new StaticRouter(Nanos.One / 2));
        var order = new ParentOrder(5_000, new Collar(50 * Nanos.One), Liquidity.Depleting);
        var fees = FeeSchedule.Parse("flat:take=0.001,add=-0.0005", anyDate: true);
        report.OneCoreRate(
            "records",
            new Contender("book, tape of every event, static at each", () => Replay(records, everyEvent: true, Execute)),
            3e6);

        void Execute(WindowTape tape) =>
            ParentExecution.Run(order, Side.Buy, new WindowSchedule(schedule, tape), router, tape, new VenueCosts(tape, fees));
    }

    private static readonly List<WindowTape> Spare = [];

    private static long Replay(Mbp1[] records, bool everyEvent, Action<WindowTape> closed, bool keepsEvents = false)
    {
        TapeExchange? exchange = null;
        exchange = new TapeExchange(tape =>
        {
            closed(tape);
            Spare.Add(tape);
            exchange!.Recycle(tape);
        });
        foreach (var tape in Spare) exchange.Recycle(tape);
        Spare.Clear();
        var replay = new InstrumentReplay(
            1,
            hasBids: true,
            new TradingWindow { Horizon = Duration.OfMinutes(30) },
            new TapeOptions { EveryEvent = everyEvent, KeepsEvents = keepsEvents },
            new ReplayOptions(),
            exchange);
        Apply(replay, records);
        replay.Complete();
        return records.Length;
    }

    /// <summary>
    /// Applies records that are in the cache when their turn comes, as they are in the program, which has just taken their hash: these here
    /// would come from memory, and what is measured would be the wait for it too.
    /// </summary>
    private static unsafe void Apply(InstrumentReplay replay, Mbp1[] records)
    {
        const int Ahead = 16;
        foreach (ref readonly var record in records.AsSpan())
        {
            // A hint, not a read: beyond the last record it asks for nothing.
            if (Sse.IsSupported) Sse.Prefetch0((Mbp1*)Unsafe.AsPointer(in record) + Ahead);
            replay.Apply(in record);
        }
    }
}
