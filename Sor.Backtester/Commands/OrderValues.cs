using Sor.CommandLine;
using Sor.Core.Orders;
using Sor.Core.Tuning;

namespace Sor.Backtester.Commands;

/// <summary>Readers of what a backtest takes beside numbers and spans of time.</summary>
internal static class OrderValues
{
    // A tape keeps every decision of a window: finer grids fill the memory and say nothing that --every event does not.
    private const ulong ShortestEveryNanos = 1_000_000;

    public static Schedule Schedule(string text)
    {
        if (text == "twap") return new Schedule(ScheduleKind.Twap);
        if (text == "immediate") return new Schedule(ScheduleKind.Immediate);
        if (
            text.StartsWith("pov:", StringComparison.Ordinal)
            && Nanos.TryParse(text.AsSpan(4), out var rate)
            && rate is > 0 and <= Nanos.One)
            return new Schedule(ScheduleKind.PercentOfVolume, rate);
        throw new FormatException("is twap, immediate, or pov:R with a rate R above 0 and at most 1, such as pov:0.1");
    }

    /// <summary>Time between decisions; <c>null</c> for at every update of the book.</summary>
    public static Duration? Every(string text)
    {
        if (text == "event") return null;
        return Values.PositiveSpan(text) is { Nanos: >= ShortestEveryNanos } span
            ? span
            : throw new FormatException("is at least 1ms; --every event decides at each update of the book");
    }

    /// <summary>Length of a bucket; <c>null</c> for a slice at every snapshot, which is for the classic assignment.</summary>
    public static Duration? Bucket(string text) => text == "snapshot" ? null : Values.PositiveSpan(text);

    /// <summary>Length of a parent's window; <c>null</c> for one parent over everything.</summary>
    public static Duration? Horizon(string text) => text == "all" ? null : Values.PositiveSpan(text);

    public static Collar Collar(string text) =>
        Nanos.TryParse(text, out var bps) && bps >= 0 && bps <= 10_000 * Nanos.One
            ? new Collar(bps)
            : throw new FormatException("is a number of basis points from 0 to 10000");

    /// <summary>A part of the mid, given in percent, times 1e9. Two hundred is the whole of it: a bid of nothing.</summary>
    public static long PartOfMid(string text) =>
        Nanos.TryParse(text, out var percent) && percent > 0 && percent <= 200 * Nanos.One
            ? percent / 100
            : throw new FormatException("is a percentage of the mid, above 0 and at most 200, such as 10");

    public static SampleSplit WalkForward(string text)
    {
        var parts = text.Split('/');
        if (
            parts.Length == 2
            && Values.TrySpan(parts[0], out var train)
            && Values.TrySpan(parts[1], out var test)
            && train.Nanos > 0
            && test.Nanos > 0)
            return new SampleSplit(train, test);
        throw new FormatException("is TRAIN/TEST, two spans of time such as 2h/30m or 5d/1d");
    }

    /// <summary>A number of times, times 1e9.</summary>
    public static long Overfill(string text) =>
        Nanos.TryParse(text, out var times) && times >= Nanos.One && times <= 1_000 * Nanos.One
            ? times
            : throw new FormatException("is a number from 1 to 1000, such as 1.5");

    /// <summary>Several values of a parameter, times 1e9, each once.</summary>
    public static IReadOnlyList<long> Axis(string text)
    {
        var values = new List<long>();
        foreach (var part in text.Split(','))
        {
            if (!Nanos.TryParse(part.Trim(), out var value) || value < 0 || value > 1_000_000 * Nanos.One)
                throw new FormatException($"'{part.Trim()}' is not a number from 0 to 1000000; several are written 1,1.5,2");
            if (!values.Contains(value)) values.Add(value);
        }

        return values;
    }
}
