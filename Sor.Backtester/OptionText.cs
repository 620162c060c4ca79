using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Tuning;

namespace Sor.Backtester;

/// <summary>Reads option values as the command line writes them. A value that cannot be read is a usage error that says what would be right.</summary>
internal static class OptionText
{
    /// <summary>A span of time such as <c>500ms</c>, <c>1s</c>, <c>30m</c>, <c>1h</c>, <c>5d</c>, in nanoseconds.</summary>
    public static ulong Duration(string option, string text) =>
        TryDuration(text, out var nanos) ? nanos : throw SorException.Usage($"{option} {text}: a span of time is a number and a unit, such as 500ms, 1s, 30m, 1h or 1d");

    public static bool TryDuration(string text, out ulong nanos)
    {
        nanos = 0;
        var digits = text.AsSpan().TrimEnd("nusmhd");
        var unit = text.AsSpan(digits.Length) switch
        {
            "ns" => 1m,
            "us" => 1e3m,
            "ms" => 1e6m,
            "s" => 1e9m,
            "m" => 60e9m,
            "h" => 3600e9m,
            "d" => 86400e9m,
            _ => text == "0" ? 1m : 0m,
        };
        if (unit == 0 || !decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return false;
        if (number > 36_500 * 86400e9m / unit) return false;
        var scaled = number * unit;
        if (scaled != decimal.Truncate(scaled)) return false;
        nanos = (ulong)scaled;
        return true;
    }

    /// <summary>A comma-separated list of numbers, times 1e9.</summary>
    public static IReadOnlyList<long> Axis(string option, string text)
    {
        var values = new List<long>();
        foreach (var part in text.Split(','))
        {
            if (!Nanos.TryParse(part.Trim(), out var value) || value < 0 || value > 1_000_000 * Nanos.One)
                throw SorException.Usage($"{option} {text}: '{part.Trim()}' is not a number from 0 to 1000000; several are written 1,1.5,2");
            if (!values.Contains(value)) values.Add(value);
        }

        return values;
    }

    public static Schedule Schedule(string text)
    {
        if (text == "twap") return new Schedule(ScheduleKind.Twap);
        if (text == "immediate") return new Schedule(ScheduleKind.Immediate);
        if (text.StartsWith("pov:", StringComparison.Ordinal) && Nanos.TryParse(text.AsSpan(4), out var rate) && rate is > 0 and <= Nanos.One)
            return new Schedule(ScheduleKind.PercentOfVolume, rate);
        throw SorException.Usage($"--schedule {text}: is twap, immediate, or pov:R with a rate R above 0 and at most 1, such as pov:0.1");
    }

    public static SampleSplit WalkForward(string text)
    {
        var parts = text.Split('/');
        if (parts.Length == 2 && TryDuration(parts[0], out var train) && TryDuration(parts[1], out var test) && train > 0 && test > 0) return new SampleSplit(train, test);
        throw SorException.Usage($"--walk-forward {text}: is TRAIN/TEST, two spans of time such as 2h/30m or 5d/1d");
    }

    /// <summary>A value taken from a closed set of words.</summary>
    public static T Word<T>(string option, string text, params (string Word, T Value)[] words)
    {
        foreach (var (word, value) in words)
            if (word == text)
                return value;
        throw SorException.Usage($"{option} {text}: is one of {string.Join(", ", words.Select(w => w.Word))}");
    }

    /// <summary>An argument that takes names of files; a misspelt option is none.</summary>
    public static Argument<string[]> Files(string description, ArgumentArity arity)
    {
        var files = new Argument<string[]>("FILE") { Description = description, Arity = arity };
        files.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (token.Value.Length == 0) result.AddError("FILE: a name is empty");
                else if (token.Value.Length > 1 && token.Value[0] == '-' && !File.Exists(token.Value)) result.AddError($"{token.Value}: there is no such option");
            }
        });
        return files;
    }

    /// <summary>An option that was given, or <c>null</c>.</summary>
    public static string? Given(this ParseResult parsed, Option<string> option) => parsed.GetResult(option) is OptionResult { Implicit: false } ? parsed.GetValue(option) : null;
}
