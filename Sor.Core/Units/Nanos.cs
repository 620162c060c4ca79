using System.Globalization;
using System.Numerics;

namespace Sor.Core.Units;

/// <summary>
/// Nano-units (1e-9) as decimal text, and back. Dollars are nano-dollars everywhere; rates and factors use the same scale.
/// </summary>
public static class Nanos
{
    /// <summary>Nano-units of one unit.</summary>
    public const long One = 1_000_000_000;

    private static readonly BigInteger[] PowersOfTen = [.. Enumerable.Range(0, 29).Select(power => BigInteger.Pow(10, power))];

    /// <summary>Below this any integer fits a decimal number, and one more does too.</summary>
    private static readonly BigInteger LargestScaled = PowersOfTen[28];

    /// <summary>Reads a decimal number such as <c>-0.0005</c> or <c>222.81</c> exactly.</summary>
    /// <param name="text">Digits with an optional sign and point; at most nine decimals, no exponent.</param>
    /// <param name="nanos">The number times 1e9.</param>
    /// <returns>Whether the text is such a number and fits.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out long nanos)
    {
        nanos = 0;
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var number)) return false;
        if (Math.Abs(number) > long.MaxValue / (decimal)One) return false;
        var scaled = number * One;
        if (scaled != decimal.Truncate(scaled)) return false;
        nanos = (long)scaled;
        return true;
    }

    /// <summary>Nano-units as decimal text without trailing zeros.</summary>
    public static string Format(long nanos) => ((decimal)nanos / One).ToString("0.#########", CultureInfo.InvariantCulture);

    /// <summary>
    /// A quotient of integers, rounded half to even to a number of decimals, or to as many as a decimal number of that size has room for.
    /// </summary>
    /// <param name="numerator">Numerator.</param>
    /// <param name="denominator">Denominator; not 0.</param>
    /// <param name="decimals">Decimals kept, 0 to 28.</param>
    /// <exception cref="OverflowException">The quotient is beyond a decimal number's range.</exception>
    public static decimal Ratio(BigInteger numerator, BigInteger denominator, int decimals)
    {
        if (denominator.Sign < 0) (numerator, denominator) = (-numerator, -denominator);
        for (
            var whole = BigInteger.Abs(numerator) / denominator;
            decimals > 0 && whole * PowersOfTen[decimals] >= LargestScaled;
            decimals--
        ) { }

        var scaled = BigInteger.Abs(numerator) * PowersOfTen[decimals];
        var quotient = BigInteger.DivRem(scaled, denominator, out var rest);
        var twice = rest * 2;
        if (twice > denominator || (twice == denominator && !quotient.IsEven)) quotient++;
        var result = (decimal)quotient / (decimal)PowersOfTen[decimals];
        return numerator.Sign < 0 ? -result : result;
    }
}
