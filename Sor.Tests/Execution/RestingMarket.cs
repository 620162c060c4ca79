using Sor.Core.Book;
using Sor.Core.Execution;
using Sor.Core.Orders;
using Sor.Core.Routing;
using Sor.Core.Tape;
using static Sor.Tests.Market;

namespace Sor.Tests.Execution;

/// <summary>What tests of resting orders have in common: parents that rest over markets written down by hand.</summary>
internal static class RestingMarket
{
    public static readonly JoinRouter Join = new();

    /// <summary>
    /// Nasdaq at 10.00 and 10.04, 300 shares displayed on either side: a parent of one bucket rests behind them for ten seconds.
    /// </summary>
    public static Market Steady() => new Market().Quote(-1, Nasdaq, 10.00m, 300, 10.04m, 300);

    /// <summary>The tape of ten seconds.</summary>
    public static WindowTape Tape(this Market market, double latency = 0, double bucket = 60, bool everyEvent = false) =>
        new Market()
            .Append(market)
            .Quote(999, Iex, 1, 100, 99, 100)
            .Tapes(0, 10, latency: latency, bucket: bucket, everyEvent: everyEvent, keepsEvents: true)
            .Single();

    /// <summary>Executes one parent, all of it due at once unless a schedule says otherwise.</summary>
    public static ParentOutcome Rest(
        this WindowTape tape,
        long quantity,
        IQueueAssumption? assumption = null,
        IRouter? router = null,
        Side side = Side.Buy,
        ulong longest = ulong.MaxValue,
        ScheduleKind schedule = ScheduleKind.Immediate, string fees = "flat:take=0.001,add=-0.0005")
    {
        var order = new ParentOrder(quantity, new Collar(500 * Nanos.One), Liquidity.Depleting);
        var laid = new WindowSchedule(new Schedule(schedule), tape);
        var slices = Slice.Of(tape, side == Side.Buy ? BookSide.Bid : BookSide.Ask, laid.Buckets, longest);
        var costs = new VenueCosts(tape, FeeSchedule.Parse(fees, anyDate: false));
        return ParentExecution.Run(
            order,
            side,
            laid,
            router ?? Join,
            tape,
            costs,
            new RestingRules(assumption ?? QueueAssumptions.Proportional, slices));
    }

    /// <summary>What rested and was filled, in words.</summary>
    public static string[] Made(this ParentOutcome outcome, WindowTape tape) =>
        [
            .. outcome
                .Fills.Where(f => f.Kind != FillKind.Taken)
                .Select(f => Shown(f, tape) + (f.Kind == FillKind.Through ? " through" : "")),
        ];

    /// <summary>What was taken, in words.</summary>
    public static string[] Taken(this ParentOutcome outcome, WindowTape tape) =>
        [.. outcome.Fills.Where(f => f.Kind == FillKind.Taken).Select(f => Shown(f, tape))];

    private static string Shown(Fill fill, WindowTape tape) =>
        FormattableString.Invariant(
            $"{(fill.Time - Open) / 1e9} {tape.Mics[fill.Venue]} {fill.Shares} at {(decimal)fill.Price / Nanos.One:0.00}");
}
