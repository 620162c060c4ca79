using System.CommandLine;
using System.CommandLine.Parsing;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Classic;
using Sor.Core.Strategies;

namespace Sor.Backtester;

/// <summary>The options of <c>--preset classic</c>: those of the main job that can act there, and its own.</summary>
internal sealed partial class BacktestSettings
{
    private readonly Option<string> preset = Text("--preset", "PRESET", "classic: the trial assignment to the letter, for comparison with other people's results. See docs/classic.md.");
    private readonly Option<string> snapshot = Text("--snapshot", "KIND", "With --preset classic, what counts as venues: second-rows, all rows of one second; event-venues, all publishers of one stamp.", "second-rows");

    /// <summary>The options that choose and shape a preset.</summary>
    public IEnumerable<Option> PresetOptions => [preset, snapshot];

    /// <summary>The classic assignment as the command line asks for it, or <c>null</c> if it does not.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="others">Options beside those of the order that act with any preset: of input and output.</param>
    public ClassicOptions? ReadClassic(ParseResult parsed, IEnumerable<Option> others)
    {
        if (parsed.GetValue(preset) is not { } name)
        {
            return parsed.Given(snapshot) is null ? null : throw SorException.Usage("--snapshot is for --preset classic: without it the book of every venue is kept; drop it or add the preset");
        }

        OptionText.Word("--preset", name, ("classic", 0));
        IEnumerable<Option> acting = [preset, snapshot, from, to, quantity, bucket, fees, lambdaOver, lambdaUnder, thetaQueue, clock, .. others];
        foreach (var option in parsed.CommandResult.Command.Options.Except(acting))
            if (parsed.GetResult(option) is OptionResult { Implicit: false })
                throw SorException.Usage($"{option.Name} cannot act with --preset classic, whose rules are fixed (see docs/classic.md): drop one of the two");

        var byDefault = new ClassicOptions();
        return byDefault with
        {
            Quantity = Quantity(parsed.GetValue(quantity)!),
            From = TimeOfDay("--from", parsed.GetValue(from)) ?? byDefault.From,
            To = TimeOfDay("--to", parsed.GetValue(to)) ?? byDefault.To,
            TakeFee = parsed.GetValue(fees) is { } text ? FlatFee(text) : byDefault.TakeFee,
            Snapshot = OptionText.Word("--snapshot", parsed.GetValue(snapshot)!, ("second-rows", ClassicSnapshot.SecondRows), ("event-venues", ClassicSnapshot.EventVenues)),
            TwapBucket = parsed.GetValue(bucket) is "snapshot" ? null : Positive("--bucket", parsed.GetValue(bucket)!),
            EventClock = parsed.Given(clock) is not { } stamp || OptionText.Word("--clock", stamp, ("event", true), ("recv", false)),
            Grid = new ParameterGrid(Axis(lambdaOver, byDefault.Grid.LambdaOver), Axis(lambdaUnder, byDefault.Grid.LambdaUnder), Axis(thetaQueue, byDefault.Grid.ThetaQueue)),
        };

        IReadOnlyList<long> Axis(Option<string> option, IReadOnlyList<long> otherwise) => parsed.Given(option) is { } values ? OptionText.Axis(option.Name, values) : otherwise;
    }

    private static ulong? TimeOfDay(string option, string? text) =>
        text is null ? null
        : UtcTime.TryParseTimeOfDay(text, out var nanos) ? nanos
        : throw SorException.Usage($"{option} {text}: with --preset classic it is a UTC time of day such as 13:36:32");

    private static long FlatFee(string text) =>
        text.StartsWith("flat:", StringComparison.Ordinal)
            ? FeeSchedule.Parse(text, anyDate: false).Of("", default).Take
            : throw SorException.Usage($"--fees {text}: --preset classic has one fee everywhere, such as flat:take=0.001,add=-0.0005");
}
