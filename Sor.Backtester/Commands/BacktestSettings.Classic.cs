using System.CommandLine;
using Sor.CommandLine;
using Sor.Core.Classic;
using Sor.Core.Orders;
using Sor.Streaming.Publish;

namespace Sor.Backtester.Commands;

/// <summary>The options of <c>--preset classic</c>: those of the main job that can act there, and its own.</summary>
internal sealed partial class BacktestSettings
{
    private readonly ValueOption<string> preset = new(
        "--preset",
        "PRESET",
        "classic: the trial assignment to the letter, for comparison with other people's results. See docs/classic.md.",
        Values.Word(("classic", "classic")));

    private readonly ValueOption<ClassicSnapshot> snapshot = new(
        "--snapshot",
        "KIND",
        "With --preset classic, what counts as venues: second-rows, all rows of one second; event-venues, all publishers of one stamp.",
        Values.Word(("second-rows", ClassicSnapshot.SecondRows), ("event-venues", ClassicSnapshot.EventVenues)), "second-rows");

    /// <summary>The options that choose and shape a preset.</summary>
    public IEnumerable<Option> PresetOptions => [preset, snapshot];

    /// <summary>The classic assignment as the command line asks for it, or <c>null</c> if it does not.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="others">Options beside those of the order that act with any preset: of input and output.</param>
    public ClassicOptions? ReadClassic(ParseResult parsed, IEnumerable<Option> others)
    {
        if (parsed.GetValue(preset) is null)
        {
            return parsed.IsGiven(snapshot)
                ? throw SorException.Usage(
                    "--snapshot is for --preset classic: without it the book of every venue is kept; drop it or add the preset")
                : null;
        }

        IEnumerable<Option> acting =
        [
            preset,
            snapshot,
            from,
            to,
            quantity,
            bucket,
            fees,
            lambdaOver,
            lambdaUnder,
            thetaQueue,
            clock,
            .. others,
        ];
        if (parsed.CommandResult.Command.Options.Except(acting).FirstOrDefault(parsed.IsGiven) is { } idle)
            throw SorException.Usage(
                $"{idle.Name} cannot act with --preset classic, whose rules are fixed (see docs/classic.md): drop one of the two");

        var byDefault = new ClassicOptions();
        var options = byDefault with
        {
            Quantity = parsed.Value(quantity),
            From = TimeOfDay(from) ?? byDefault.From,
            To = TimeOfDay(to) ?? byDefault.To,
            TakeFee = parsed.GetValue(fees) is { } text ? FlatFee(text) : byDefault.TakeFee,
            Snapshot = parsed.Value(snapshot),
            TwapBucket = parsed.Value(bucket),
            EventClock = !parsed.IsGiven(clock) || parsed.Value(clock),
            Grid = new ClassicGrid(
                Axis(lambdaOver, byDefault.Grid.LambdaOver),
                Axis(lambdaUnder, byDefault.Grid.LambdaUnder),
                Axis(thetaQueue, byDefault.Grid.ThetaQueue)),
        };
        if (options.From.Nanos > options.To.Nanos)
            throw SorException.Usage(
                $"--from {UtcTime.FormatTimeOfDay(options.From.Nanos)} is after --to {UtcTime.FormatTimeOfDay(options.To.Nanos)}");
        return options;

        IReadOnlyList<long> Axis(ValueOption<IReadOnlyList<long>> option, IReadOnlyList<long> otherwise) =>
            parsed.IsGiven(option) ? parsed.Value(option) : otherwise;

        Duration? TimeOfDay(ValueOption<TimeBound> option) =>
            parsed.GetValue(option)?.Value is not { } time ? null
            : time.IsDaily ? new Duration(time.Nanos)
            : throw SorException.Usage($"{option.Name} {time.Text}: with --preset classic it is a UTC time of day such as 13:36:32");
    }

    private static long FlatFee(string text) =>
        text.StartsWith("flat:", StringComparison.Ordinal)
            ? FeeSchedule.Parse(text, anyDate: false).Of("", default).Take
            : throw SorException.Usage($"--fees {text}: --preset classic has one fee everywhere, such as flat:take=0.001,add=-0.0005");
}
