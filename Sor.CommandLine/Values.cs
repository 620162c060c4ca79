using System.Globalization;
using System.Numerics;
using Sor.Streaming.Publish;
using Sor.Streaming.Wire;

namespace Sor.CommandLine;

/// <summary>
/// Readers of option values. Each returns what a text means, or throws <see cref="FormatException"/> that says what would be right.
/// </summary>
public static class Values
{
    /// <summary>What a span of time looks like.</summary>
    public const string SpanForm = "a span of time is a number and a unit, such as 500ms, 1s, 30m, 1h or 1d";

    private const decimal Day = 86400e9m;

    /// <summary>
    /// A span of time such as <c>500ms</c>, <c>1s</c>, <c>30m</c>, <c>1h</c>, <c>5d</c>: at most a hundred years.
    /// </summary>
    public static Duration Span(string text) =>
        TrySpan(text, out var span) ? span : throw new FormatException(SpanForm);

    /// <summary>A span of time longer than 0.</summary>
    public static Duration PositiveSpan(string text) =>
        Span(text) is { Nanos: > 0 } span ? span : throw new FormatException("must be longer than 0");

    /// <summary>A span of time to wait, rounded down to 100 nanoseconds.</summary>
    public static TimeSpan Wait(string text) => TimeSpan.FromTicks((long)(Span(text).Nanos / 100));

    /// <summary>Whether a text is a span of time, and which.</summary>
    public static bool TrySpan(string text, out Duration span)
    {
        span = default;
        var digits = text.AsSpan().TrimEnd("nusmhd");
        var unit = text.AsSpan(digits.Length) switch
        {
            "ns" => 1m,
            "us" => 1e3m,
            "ms" => 1e6m,
            "s" => 1e9m,
            "m" => 60e9m,
            "h" => 3600e9m,
            "d" => Day,
            _ => text == "0" ? 1m : 0m,
        };
        if (unit == 0 || !decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return false;
        if (number > 36_500 * Day / unit) return false;
        var scaled = number * unit;
        if (scaled != decimal.Truncate(scaled)) return false;
        span = new Duration((ulong)scaled);
        return true;
    }

    /// <summary>A reader of one end of a span of record times: a UTC time of day, or a full stamp.</summary>
    /// <param name="otherwise">What a text that is neither should have been.</param>
    public static Func<string, TimeBound> Time(string otherwise) => text =>
        UtcTime.TryParseTimeOfDay(text, out var ofDay) ? new TimeBound(text, ofDay, IsDaily: true)
        : UtcTime.TryParse(text, out var stamp) ? new TimeBound(text, stamp, IsDaily: false)
        : throw new FormatException(otherwise);

    /// <summary>A reader of whole numbers in a range.</summary>
    /// <param name="least">The least that is taken.</param>
    /// <param name="most">The most that is taken.</param>
    /// <param name="otherwise">What another text should have been.</param>
    public static Func<string, T> Whole<T>(T least, T most, string otherwise) where T : INumber<T> => text =>
            T.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
                ? number
                : throw new FormatException(otherwise);

    /// <summary>A whole number without a sign.</summary>
    public static T Count<T>(string text) where T : INumber<T> =>
        T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException("is a whole number, not negative");

    /// <summary>A reader of a value taken from a closed set of words.</summary>
    public static Func<string, T> Word<T>(params (string Word, T Value)[] words) => text =>
    {
        foreach (var (word, value) in words)
            if (word == text)
                return value;
        throw new FormatException($"is one of {string.Join(", ", words.Select(w => w.Word))}");
    };

    /// <summary>A part of all rows, from 0 to 1.</summary>
    public static double Share(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1
            ? share
            : throw new FormatException("is a share of the rows from 0 to 1, such as 0.01");

    /// <summary>A run's id.</summary>
    public static string Run(string text) => RunId.IsValid(text)
        ? text
        : throw new FormatException($"an id is 1 to {RunId.MostCharacters} letters, digits, dots, underscores and hyphens");

    /// <summary>A size in bytes such as <c>500MB</c>; units are powers of 1024.</summary>
    public static long Bytes(string text)
    {
        var digits = text.AsSpan().TrimEnd("KMGTB");
        long? unit = text.AsSpan(digits.Length) switch
        {
            "" or "B" => 1,
            "KB" => 1L << 10,
            "MB" => 1L << 20,
            "GB" => 1L << 30,
            "TB" => 1L << 40,
            _ => null,
        };
        return
            unit is not null
            && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number > 0
            && number * unit < long.MaxValue
            ? (long)(number * unit.Value)
            : throw new FormatException("is a size such as 500MB or 20GB");
    }
}
