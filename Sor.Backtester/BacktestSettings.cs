using System.CommandLine;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Strategies;
using Sor.Core.Tape;
using Sor.Core.Tuning;

namespace Sor.Backtester;

/// <summary>The options of <c>backtest</c> that its result depends on, and how they are read.</summary>
internal sealed partial class BacktestSettings
{
    // A tape keeps every decision of a window: finer grids fill the memory and say nothing that --every event does not.
    private const ulong ShortestEvery = 1_000_000;

    private readonly Option<string> from = Text("--from", "TIME", "Start, UTC: a time of day (14:35) for each day, or a full stamp (2024-08-01T13:36:32Z). Default: the first two-sided quote, rounded up to a whole --every.");
    private readonly Option<string> to = Text("--to", "TIME", "End, UTC, included. Default: the last record.");
    private readonly Option<string> horizon = Text("--horizon", "SPAN", "Length of a parent order's window; all for one parent over everything.", "30m");
    private readonly Option<string> quantity = Text("--quantity", "SHARES", "Shares of each parent order.", "5000");
    private readonly Option<string> side = Text("--side", "SIDE", "buy, sell or both.", "both");
    private readonly Option<string> schedule = Text("--schedule", "SCHEDULE", "What is due when: twap, immediate, or pov:R.", "twap");
    private readonly Option<string> bucket = Text("--bucket", "SPAN", "Bucket of a schedule.", "60s");
    private readonly Option<string> every = Text("--every", "SPAN", "Time between decisions, or event: 1s and every book update.", "1s");
    private readonly Option<string> latency = Text("--latency", "SPAN", "Time from a decision to the market.", "0");
    private readonly Option<string> collar = Text("--collar", "BPS", "No child order goes further than this from the mid.", "50");
    private readonly Option<string> liquidity = Text("--liquidity", "KIND", "depleting: what was taken stays taken; naive: it is there again at every decision.", "depleting");
    private readonly Option<string> fees = Text("--fees", "FEES", "A CSV file of fees, or flat:take=0.003,add=-0.002. Default: the shipped schedule, August to December 2024.");
    private readonly Option<bool> feesAnyDate = new("--fees-any-date") { Description = "Use the fee schedule for dates outside it too." };
    private readonly Option<string> optimize = Text("--optimize", "ROUTER", "The router that is tuned.", TunedRouter.All[0].Name);
    private readonly Option<string> lambdaOver = Text("--lambda-over", "LIST", "Values of lambda_over to try, half-spreads.", "0");
    private readonly Option<string> lambdaUnder = Text("--lambda-under", "LIST", "Values of lambda_under to try, half-spreads.", "0.5,1,1.25,1.5,2,3,5");
    private readonly Option<string> thetaQueue = Text("--theta-queue", "LIST", "Values of theta_queue to try, half-spreads.", "0");
    private readonly Option<string> walkForward = Text("--walk-forward", "TRAIN/TEST", "Roll a training span and a test span through the data, such as 2h/30m. Default: the first half trains, the second is judged.");
    private readonly Option<string> clock = Text("--clock", "CLOCK", "recv: receive times where there are any; event: always the venues' times.", "recv");
    private readonly Option<string> flags = Text("--flags", "FLAGS", "use: only the last record of an event updates the book; ignore: every one does.", "use");
    private readonly Option<string> threads = Text("--threads", "N", "Most threads to use; no result depends on it. Default: all cores.");

    public IEnumerable<Option> Options =>
    [
        from, to, horizon, quantity, side, schedule, bucket, every, latency, collar, liquidity, fees, feesAnyDate, optimize, lambdaOver, lambdaUnder, thetaQueue,
        walkForward, clock, flags, threads,
    ];

    public BacktestOptions Read(ParseResult parsed)
    {
        string Value(Option<string> option) => parsed.GetValue(option)!;
        var everyEvent = Value(every) == "event";
        var everyNanos = everyEvent ? 1_000_000_000 : Positive("--every", Value(every));
        var bucketNanos = Positive("--bucket", Value(bucket));
        var plan = Schedule(Value(schedule));
        if (everyNanos < ShortestEvery) throw SorException.Usage($"--every {Value(every)}: is at least 1ms; --every event decides at each update of the book");
        if (everyNanos > bucketNanos) throw SorException.Usage($"--every {Value(every)} is longer than --bucket {Value(bucket)}: a bucket needs a decision of its own");
        return new BacktestOptions
        {
            Order = new ParentOrder(Quantity(Value(quantity)), new Collar(Collar(Value(collar))), OptionText.Word("--liquidity", Value(liquidity), ("depleting", Liquidity.Depleting), ("naive", Liquidity.Naive))),
            Sides = OptionText.Word<IReadOnlyList<Side>>("--side", Value(side), ("both", [Side.Buy, Side.Sell]), ("buy", [Side.Buy]), ("sell", [Side.Sell])),
            Strategies = new StrategySet(plan, Tuned(Value(optimize)), Grid(parsed)),
            Window = Window(parsed.GetValue(from), parsed.GetValue(to), Value(horizon), everyNanos),
            Tape = new TapeOptions(everyNanos, everyEvent, OptionText.Duration("--latency", Value(latency)), bucketNanos),
            Replay = new ReplayOptions(OptionText.Word("--clock", Value(clock), ("recv", false), ("event", true)), OptionText.Word("--flags", Value(flags), ("use", false), ("ignore", true))),
            Fees = parsed.GetValue(fees) is { } schedule1 ? FeeSchedule.Parse(schedule1, parsed.GetValue(feesAnyDate)) : FeeSchedule.Shipped(parsed.GetValue(feesAnyDate)),
            Split = parsed.GetValue(walkForward) is { } split ? OptionText.WalkForward(split) : SampleSplit.Halves,
            Threads = parsed.GetValue(threads) is { } count ? Threads(count) : Environment.ProcessorCount,
        };
    }

    private static TunedRouter Tuned(string name) => OptionText.Word("--optimize", name, [.. TunedRouter.All.Select(router => (router.Name, router))]);

    private ParameterGrid Grid(ParseResult parsed)
    {
        IReadOnlyList<long> Axis(Option<string> option) => OptionText.Axis(option.Name, parsed.GetValue(option)!);
        return new ParameterGrid(Axis(lambdaOver), Axis(lambdaUnder), Axis(thetaQueue));
    }

    private static Schedule Schedule(string text) => OptionText.Schedule(text);

    private static ulong Positive(string option, string text)
    {
        var nanos = OptionText.Duration(option, text);
        return nanos > 0 ? nanos : throw SorException.Usage($"{option} {text}: must be longer than 0");
    }

    private static long Quantity(string text) =>
        long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var shares) && shares is >= 1 and <= 1_000_000_000
            ? shares
            : throw SorException.Usage($"--quantity {text}: is a whole number of shares from 1 to 1000000000");

    private static long Collar(string text) =>
        Nanos.TryParse(text, out var bps) && bps >= 0 && bps <= 10_000 * Nanos.One
            ? bps
            : throw SorException.Usage($"--collar {text}: is a number of basis points from 0 to 10000");

    private static int Threads(string text) =>
        int.TryParse(text, out var count) && count is >= 1 and <= 1024 ? count : throw SorException.Usage($"--threads {text}: is a whole number from 1 to 1024");

    private static TradingWindow Window(string? from, string? to, string horizon, ulong every)
    {
        var (start, startAbsolute) = Boundary("--from", from);
        var (end, endAbsolute) = Boundary("--to", to);
        if (start is not null && end is not null && startAbsolute != endAbsolute)
            throw SorException.Usage("--from and --to are both times of day or both full stamps, not one of each");
        if (start >= end) throw SorException.Usage($"--from {from} is not before --to {to}");
        ulong? length = horizon == "all" ? null : Positive("--horizon", horizon);
        if (length < every) throw SorException.Usage($"--horizon {horizon} is shorter than --every: a parent order needs a decision of its own");
        return new TradingWindow(start, end, startAbsolute || endAbsolute, length);
    }

    private static (ulong? Time, bool IsAbsolute) Boundary(string option, string? text)
    {
        if (text is null) return (null, false);
        if (UtcTime.TryParseTimeOfDay(text, out var ofDay)) return (ofDay, false);
        if (UtcTime.TryParse(text, out var stamp)) return (stamp, true);
        throw SorException.Usage($"{option} {text}: is a UTC time of day such as 14:35 or 14:35:00.5, or a full stamp such as 2024-08-01T14:35:00Z");
    }

    internal static Option<string> Text(string name, string value, string description, string? byDefault = null)
    {
        var option = new Option<string>(name) { Description = description, HelpName = value };
        if (byDefault is not null) option.DefaultValueFactory = _ => byDefault;
        return option;
    }
}
