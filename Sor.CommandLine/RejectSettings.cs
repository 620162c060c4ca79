using System.CommandLine;
using System.Globalization;
using Sor.Core.MarketData;

namespace Sor.CommandLine;

/// <summary>The options that say what happens with rows that cannot be read.</summary>
public sealed class RejectSettings
{
    private readonly Option<bool> strict = Options.Flag("--strict", "The first row that cannot be read ends the run.");
    private readonly ValueOption<double> maxRejectRate = new(
        "--max-reject-rate", "SHARE", "The run fails if more of the rows than this cannot be read.", Values.Share, "0.01");

    private readonly ValueOption<double> maxDisorder = new(
        "--max-disorder",
        "SHARE",
        "The run fails if more of the records than this are over a second behind the clock.",
        Values.Share,
        "0.01");

    private readonly ValueOption<long> priceScale = new(
        "--price-scale", "PARTS",
        "Parts of a dollar that prices of CSV are written in, such as 10000. Default: dollars with a point or below ten million, else nano-dollars.",
        Scale);

    /// <summary>The options.</summary>
    public IEnumerable<Option> All => [strict, maxRejectRate, maxDisorder, priceScale];

    /// <summary>How files are to be read.</summary>
    public ReadOptions Read(ParseResult parsed) =>
        new()
        {
            Strict = parsed.GetValue(strict),
            MaxRejectRate = parsed.Value(maxRejectRate),
            MaxDisorder = parsed.Value(maxDisorder),
            PriceScale = parsed.GetValue(priceScale)?.Value ?? 0,
        };

    private static long Scale(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parts)
        && parts is > 0 and <= 1_000_000_000
        && IsPowerOfTen(parts)
            ? parts
            : throw new FormatException("is a power of ten from 1 to 1000000000, such as 10000");

    private static bool IsPowerOfTen(long number)
    {
        while (number % 10 == 0) number /= 10;
        return number == 1;
    }
}
