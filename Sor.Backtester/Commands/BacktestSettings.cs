using System.CommandLine;
using Sor.CommandLine;
using Sor.Core.Book;
using Sor.Core.Orders;
using Sor.Core.Strategies;
using Sor.Core.Tape;
using Sor.Core.Tuning;
using Sor.Streaming.Publish;

namespace Sor.Backtester.Commands;

/// <summary>The options of <c>backtest</c> that its result depends on, and how they are read.</summary>
internal sealed partial class BacktestSettings
{
    private const string Time = "is a time of day such as 14:35 or 14:35:00.5, or a full stamp such as 2024-08-01T14:35:00Z";

    private readonly ValueOption<TimeBound> from = new(
        "--from",
        "TIME",
        "Start: a time of day (14:35) for each trading day, or a full stamp (2024-08-01T13:36:32Z). Default: the session's first tradable quote, rounded up to a whole --every.",
        Values.Time(Time));

    private readonly ValueOption<TimeBound> to = new(
        "--to",
        "TIME",
        "End, included. Default: the session's end, or the day's last record.",
        Values.Time(Time));

    private readonly ValueOption<TradingSession> session = new(
        "--session",
        "SESSION",
        "What is traded of each day: regular (09:30 to 16:00 in New York, to 13:00 on early closes), extended (04:00 to 20:00), or all.",
        Values.Word(("regular", TradingSession.Regular), ("extended", TradingSession.Extended), ("all", TradingSession.All)), "regular");

    private readonly ValueOption<ClockZone> zone = new(
        "--zone",
        "ZONE",
        "The clock of --from and --to: UTC or America/New_York.",
        Values.Word(("UTC", ClockZone.Utc), ("America/New_York", ClockZone.NewYork)),
        "UTC");

    private readonly ValueOption<long> maxSpread = new(
        "--max-spread", "PERCENT", "No decision is taken on a spread wider than this part of the mid.", OrderValues.PartOfMid, "10");

    private readonly ValueOption<Duration> maxSilence = new(
        "--max-silence", "SPAN", "No decision is taken if no venue has sent a record for longer.", Values.PositiveSpan, "5m");

    private readonly ValueOption<Duration?> horizon = new(
        "--horizon",
        "SPAN",
        "Length of a parent order's window; all for one parent over everything.",
        OrderValues.Horizon,
        "30m");

    private readonly ValueOption<long> quantity = new(
        "--quantity",
        "SHARES",
        "Shares of each parent order.",
        Values.Whole(1L, 1_000_000_000L, "is a whole number of shares from 1 to 1000000000"),
        "5000");

    private readonly ValueOption<IReadOnlyList<Side>> side = new(
        "--side",
        "SIDE",
        "buy, sell or both. Default: both; buy where the data has no bids.",
        Values.Word<IReadOnlyList<Side>>(("both", [Side.Buy, Side.Sell]), ("buy", [Side.Buy]), ("sell", [Side.Sell])));

    private readonly ValueOption<Schedule> schedule = new(
        "--schedule",
        "SCHEDULE",
        "What is due when: twap, immediate, or pov:R.",
        OrderValues.Schedule,
        "twap");
    private readonly ValueOption<Duration?> bucket = new("--bucket", "SPAN", "Bucket of a schedule.", OrderValues.Bucket, "60s");
    private readonly ValueOption<Duration?> every = new(
        "--every",
        "SPAN",
        "Time between decisions, or event: 1s and every book update.",
        OrderValues.Every,
        "1s");
    private readonly ValueOption<Duration> overtime = new(
        "--overtime", "SPAN", "How long after a window's end what is not filled is swept.", Values.Span, "60s");
    private readonly ValueOption<Duration> slice = new(
        "--slice",
        "SPAN",
        "Resting orders are cancelled and posted anew after this long, though their price still stands. Default: as long as it stands.",
        Values.PositiveSpan);

    private readonly ValueOption<Duration> latency = new("--latency", "SPAN", "Time from a decision to the market.", Values.Span, "0");
    private readonly ValueOption<Collar> collar = new(
        "--collar",
        "BPS",
        "No child order goes further than this from the mid.",
        OrderValues.Collar,
        "50");

    private readonly ValueOption<Liquidity> liquidity = new(
        "--liquidity", "KIND", "depleting: what was taken stays taken; naive: it is there again at every decision.",
        Values.Word(("depleting", Liquidity.Depleting), ("naive", Liquidity.Naive)), "depleting");

    private readonly Option<string> fees = Options.Text(
        "--fees",
        "FEES",
        "A CSV file of fees, or flat:take=0.003,add=-0.002. Default: the shipped schedule, August to December 2024.");
    private readonly Option<bool> feesAnyDate = Options.Flag("--fees-any-date", "Use the fee schedule for dates outside it too.");
    private readonly ValueOption<TunedRouter> optimize;

    private readonly ValueOption<IReadOnlyList<long>> lambdaOver = new(
        "--lambda-over",
        "LIST",
        "Values of lambda_over to try, half-spreads. Default: 0.5,2 for queue.",
        OrderValues.Axis);

    private readonly ValueOption<IReadOnlyList<long>> lambdaUnder = new(
        "--lambda-under",
        "LIST",
        "Values of lambda_under to try: multiples of what completing costs for queue, by default 0.5,0.75,1; half-spreads for static, 0.6,0.8,1,1.25,1.5,2,3.",
        OrderValues.Axis);

    private readonly ValueOption<IReadOnlyList<long>> thetaQueue = new(
        "--theta-queue",
        "LIST",
        "Values of theta_queue to try, half-spreads. Default: 0,0.05 for queue.",
        OrderValues.Axis);

    private readonly ValueOption<long> overfill = new(
        "--overfill", "TIMES", "How many times what is due queue may take and post together.", OrderValues.Overfill, "2");

    private readonly ValueOption<SampleSplit> walkForward = new(
        "--walk-forward",
        "TRAIN/TEST",
        "Roll a training span and a test span through the data, such as 2h/30m. Default: the first half trains, the second is judged.",
        OrderValues.WalkForward);

    private readonly ValueOption<bool> clock = new(
        "--clock",
        "CLOCK",
        "recv: receive times where there are any; event: always the venues' times.",
        Values.Word(("recv", false), ("event", true)),
        "recv");

    private readonly ValueOption<bool> flags = new(
        "--flags",
        "FLAGS",
        "use: only the last record of an event updates the book; ignore: every one does.",
        Values.Word(("use", false), ("ignore", true)),
        "use");

    private readonly ValueOption<int> threads = new(
        "--threads",
        "N",
        "Most threads to use; no result depends on it. Default: all cores.",
        Values.Whole(1, 1024, "is a whole number from 1 to 1024"));

    private readonly Option<bool> checkRouter = Options.Flag(
        "--check-router", "Run all twice, on another number of threads, and fail where a parent order comes out otherwise.");

    private readonly OwnCode own;

    /// <summary>The parameters of routers that a user brings.</summary>
    private readonly OwnParameters ownParameters;

    /// <summary>Describes the options.</summary>
    /// <param name="own">What a user brings.</param>
    public BacktestSettings(OwnCode own)
    {
        this.own = own;
        var hasOwn = own.Routers.Count > 0;
        IReadOnlyList<TunedRouter> routers = [.. own.Routers, .. TunedRouter.All];
        optimize = new ValueOption<TunedRouter>(
            "--optimize",
            "ROUTER",
            !hasOwn ? "The router that is tuned." : "The router that is judged: your own, queue or static.",
            name => routers.FirstOrDefault(router => router.Name == name) ?? throw new FormatException(
                $"is one of {string.Join(", ", routers.Select(router => router.Name))}"
                + (hasOwn ? "" : "; a router of your own needs the .NET SDK and a file of some thirty lines: see docs/own-router.md")),
            routers[0].Name);
        ownParameters = new OwnParameters(own.Routers, All);
    }

    /// <summary>The options of parameters that only routers of a user's own have.</summary>
    public IEnumerable<Option> OwnOptions => ownParameters.All;

    /// <summary>The option that checks code of a user's own, where there is any.</summary>
    public IEnumerable<Option> CheckOptions => own.IsEmpty ? [] : [checkRouter];

    /// <summary>Whether all is run twice.</summary>
    public bool IsChecking(ParseResult parsed) => !own.IsEmpty && parsed.GetValue(checkRouter);

    /// <summary>All of them but those, in the order of the help.</summary>
    public IEnumerable<Option> All =>
    [
        from, to, session, zone, maxSpread, maxSilence, horizon, quantity, side, schedule, bucket, every, slice, overtime, latency, collar,
        liquidity, fees, feesAnyDate, optimize, lambdaOver, lambdaUnder, thetaQueue, overfill,
        walkForward, clock, flags, threads,
    ];

    /// <summary>What the command line asks for.</summary>
    public BacktestOptions Read(ParseResult parsed)
    {
        var (bucketText, bucketGiven) = parsed.GetRequiredValue(bucket)!;
        if (bucketGiven is not { } bucketSpan) throw SorException.Usage($"--bucket {bucketText}: {Values.SpanForm}");
        var (everyText, everySpan) = parsed.GetRequiredValue(every)!;
        var grid = everySpan ?? Duration.OfSeconds(1);
        if (grid.Nanos > bucketSpan.Nanos)
            throw SorException.Usage($"--every {everyText} is longer than --bucket {bucketText}: a bucket needs a decision of its own");
        var anyDate = parsed.GetValue(feesAnyDate);
        var byDefault = new BacktestOptions();
        return byDefault with
        {
            Order = new ParentOrder(parsed.Value(quantity), parsed.Value(collar), parsed.Value(liquidity)),
            Sides = parsed.GetValue(side)?.Value ?? byDefault.Sides,
            AreSidesGiven = parsed.IsGiven(side),
            Strategies = new StrategySet(
                parsed.Value(schedule),
                parsed.Value(optimize),
                ownParameters.Read(
                    parsed,
                    parsed.Value(optimize),
                    [
                        (ModelParameters.LambdaOver, lambdaOver),
                        (ModelParameters.LambdaUnder, lambdaUnder),
                        (ModelParameters.ThetaQueue, thetaQueue),
                    ]),
                rests: true,
                parsed.Value(overfill),
                own.Assumptions),
            Window = Window(parsed, grid),
            LongestSlice = parsed.GetValue(slice)?.Value,
            Tape = new TapeOptions
            {
                Every = grid,
                EveryEvent = everySpan is null,
                Latency = parsed.Value(latency),
                Bucket = bucketSpan,
                Overtime = parsed.Value(overtime),
            },
            Replay = new ReplayOptions
            {
                UseEventTime = parsed.Value(clock),
                IgnoreFlags = parsed.Value(flags),
                Limits = new TradableLimits { MaxSpreadNano = parsed.Value(maxSpread), MaxSilence = parsed.Value(maxSilence) },
            },
            Fees = parsed.GetValue(fees) is { } text ? FeeSchedule.Parse(text, anyDate) : FeeSchedule.Shipped(anyDate),
            Split = parsed.GetValue(walkForward)?.Value ?? SampleSplit.Halves,
            Threads = parsed.GetValue(threads)?.Value ?? Environment.ProcessorCount,
        };
    }

    private TradingWindow Window(ParseResult parsed, Duration grid)
    {
        var (start, end, clockZone) = (parsed.GetValue(from)?.Value, parsed.GetValue(to)?.Value, parsed.Value(zone));
        if (start is not null && end is not null)
        {
            if (start.IsDaily != end.IsDaily)
                throw SorException.Usage("--from and --to are both times of day or both full stamps, not one of each");
            if (start.Nanos >= end.Nanos) throw SorException.Usage($"--from {start.Text} is not before --to {end.Text}");
        }

        var (text, length) = parsed.GetRequiredValue(horizon)!;
        if (length?.Nanos < grid.Nanos)
            throw SorException.Usage($"--horizon {text} is shorter than --every: a parent order needs a decision of its own");
        return new TradingWindow
        {
            From = Bound(start),
            To = Bound(end),
            Horizon = length,
            Session = parsed.Value(session),
            Zone = clockZone,
        };

        // A stamp that ends in Z is of UTC whatever the zone; times of day are put on each day's clock where the days are known.
        TradingBound? Bound(TimeBound? bound) => bound switch
        {
            null => null,
            { IsDaily: true } => TradingBound.Daily(new Duration(bound.Nanos)),
            _ when clockZone == ClockZone.Utc || IsUtc(bound.Text) => TradingBound.At(bound.Nanos),
            _ => TradingBound.At(NewYork.ToUtc(UtcTime.DateOf(bound.Nanos), UtcTime.TimeOfDay(bound.Nanos))),
        };

        static bool IsUtc(string text) => text.EndsWith('Z') || text.EndsWith("+00:00", StringComparison.Ordinal);
    }
}
