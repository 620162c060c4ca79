using Sor.Core.Execution;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Tape;

namespace Sor.Tests;

/// <summary>
/// A small market written down by hand: venues are Databento's publisher ids, prices dollars, times seconds after 14:30 on 2024-10-17.
/// </summary>
internal sealed class Market
{
    public const ushort Nasdaq = 2, Bx = 3, Bzx = 5, Nyse = 9, Iex = 38, Arca = 43;

    public static readonly ulong Open = UtcTime.Midnight(new DateOnly(2024, 10, 17)) + Seconds(14 * 3600 + 30 * 60);

    public List<Mbp1> Records { get; } = [];

    public static ulong Seconds(double seconds) => unchecked((ulong)(long)(seconds * 1e9));

    public static Duration Span(double seconds) => new(Seconds(seconds));

    /// <summary>The time of day, UTC, of an instant or of a day that begins with 0.</summary>
    public static TradingBound TimeOfDay(ulong time) => TradingBound.Daily(new Duration(time % TradingWindow.Day));

    public static long Px(decimal dollars) => (long)(dollars * Nanos.One);

    public Market Quote(
        double at,
        ushort venue,
        decimal? bid,
        uint bidSize,
        decimal? ask,
        uint askSize,
        RecordFlags flags = RecordFlags.Last)
    {
        Records.Add(Record(at, venue, RecordAction.Modify, flags) with
        {
            BidPx = bid is { } b ? Px(b) : Mbp1.UndefinedPrice,
            BidSz = bidSize,
            AskPx = ask is { } a ? Px(a) : Mbp1.UndefinedPrice,
            AskSz = askSize,
        });
        return this;
    }

    public Market Trade(double at, ushort venue, decimal price, uint size, RecordSide side = RecordSide.None)
    {
        Records.Add(Record(at, venue, RecordAction.Trade, RecordFlags.Last) with { Price = Px(price), Size = size, Side = side });
        return this;
    }

    public Market Clear(double at, ushort venue)
    {
        Records.Add(Record(at, venue, RecordAction.Clear, RecordFlags.Last));
        return this;
    }

    /// <summary>This market, and then another.</summary>
    public Market Append(Market then)
    {
        Records.AddRange(then.Records);
        return this;
    }

    /// <summary>Records the tapes of consecutive windows.</summary>
    public List<WindowTape> Tapes(
        double from = 0,
        double? to = null,
        double? horizon = null,
        double every = 1,
        double bucket = 60,
        double latency = 0,
        bool everyEvent = false,
        bool hasBids = true,
        bool keepsEvents = false,
        double overtime = 0)
    {
        var tapes = new List<WindowTape>();
        var window = new TradingWindow
        {
            From = TradingBound.At(Open + Seconds(from)),
            To = to is { } end ? TradingBound.At(Open + Seconds(end)) : null,
            Horizon = horizon is { } h ? Span(h) : null,
        };
        var replay = new Replay(
            hasBids,
            window,
            new TapeOptions
            {
                Every = Span(every),
                EveryEvent = everyEvent,
                Latency = Span(latency),
                Bucket = Span(bucket),
                KeepsEvents = keepsEvents,
                Overtime = Span(overtime),
            },
            new ReplayOptions(),
            new TapeExchange(tapes.Add));
        replay.Apply(Records.ToArray());
        replay.Complete();
        return tapes;
    }

    /// <summary>Executes one parent over one tape under a flat fee.</summary>
    public static ParentOutcome Execute(
        WindowTape tape,
        Core.Routing.IRouter router,
        long quantity,
        Side side = Side.Buy,
        Schedule? schedule = null,
        Liquidity liquidity = Liquidity.Depleting,
        string fees = "flat:take=0")
    {
        var order = new ParentOrder(quantity, new Collar(50 * Nanos.One), liquidity);
        var costs = new VenueCosts(tape, FeeSchedule.Parse(fees, anyDate: false));
        return ParentExecution.Run(
            order,
            side,
            new WindowSchedule(schedule ?? new Schedule(ScheduleKind.Immediate), tape),
            router,
            tape,
            costs);
    }

    private Mbp1 Record(double at, ushort venue, RecordAction action, RecordFlags flags) => new()
    {
        Length = 20,
        RecordType = 1,
        PublisherId = venue,
        InstrumentId = 1,
        TsEvent = Open + Seconds(at),
        TsRecv = Open + Seconds(at),
        Price = Mbp1.UndefinedPrice,
        Action = action,
        Side = RecordSide.None,
        Flags = flags,
        Sequence = (uint)Records.Count + 1,
        BidPx = Mbp1.UndefinedPrice,
        AskPx = Mbp1.UndefinedPrice,
    };
}
