using System.Globalization;
using System.Text.Json;
using Sor.Core.Execution;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Tuning;

namespace Sor.Core.Analysis;

/// <summary>Holds two runs of one input against each other, for routers that are not ours and may depend on more than they see.</summary>
public static class Repetition
{
    /// <summary>Looks for a parent order that came out otherwise.</summary>
    /// <param name="options">What was run.</param>
    /// <param name="source">What was read.</param>
    /// <param name="first">What the first run gave.</param>
    /// <param name="second">What the second gave.</param>
    /// <exception cref="SorException">There is one.</exception>
    public static void Check(
        BacktestOptions options, IRecordSource source, IReadOnlyList<InstrumentOutcome> first, IReadOnlyList<InstrumentOutcome> second)
    {
        var strategies = options.On(source.Schema).Strategies.All;
        foreach (var (one, other) in first.Zip(second))
            foreach (var (window, again) in one.Windows.Zip(other.Windows))
            {
                if (window.Status != WindowStatus.Whole) continue;
                var (ours, theirs) = (window.Outcomes, again.Outcomes);
                for (var s = 0; s < ours.Length; s++)
                    for (var side = 0; side < ours[s].Length; side++)
                        if (Differ(ours[s][side], theirs[s][side]))
                            throw Failure(strategies[s].Name, window, ours[s][side], theirs[s][side], source);
            }
    }

    private static bool Differ(ParentOutcome one, ParentOutcome other) => !Bytes(one).AsSpan().SequenceEqual(Bytes(other));

    private static byte[] Bytes(ParentOutcome outcome) => JsonSerializer.SerializeToUtf8Bytes(outcome, OutcomeJson.Default.ParentOutcome);

    private static SorException Failure(string router, WindowOutcome window, ParentOutcome one, ParentOutcome other, IRecordSource source)
    {
        var symbol = source.Summary.Symbols.FirstOrDefault(s => s.InstrumentId == window.InstrumentId).Symbol;
        var traded = symbol is null ? $"instrument {window.InstrumentId}" : $"{symbol} (instrument {window.InstrumentId})";
        return SorException.Failed(
            $"router {router} does not do the same twice: the parent order from {UtcTime.Format(window.From)}, {traded}, {one.Side.Name()}, "
            + $"has {Shown(one)} in one run and {Shown(other)} in another of the same input. "
            + "It may depend on what it sees and on what it keeps in the instance of its parent, not on static fields, chance or the clock");
    }

    private static string Shown(ParentOutcome outcome) => string.Create(
        CultureInfo.InvariantCulture,
        $"{outcome.Fills.Count} fills of {outcome.Filled} shares for ${(decimal)outcome.Cash / Nanos.One:0.#########}");
}
