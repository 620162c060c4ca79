using System.Globalization;

namespace Sor.Backtester.Output.Report;

/// <summary>Numbers as the page shows them. What is not available is a dash.</summary>
internal static class Figures
{
    private const string NotAvailable = "–";

    /// <summary>Basis points, three decimals.</summary>
    public static string Bps(BasisPoints? value) => value is { } bps ? Rounded(bps.Value, "0.000") : NotAvailable;

    /// <summary>Basis points that are a saving: with their sign.</summary>
    public static string Signed(BasisPoints? value) => value is { } bps ? Rounded(bps.Value, "+0.000;-0.000;0.000") : NotAvailable;

    /// <summary>A whole number.</summary>
    public static string Whole(long? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? NotAvailable;

    /// <summary>A number with the decimals that it has, ten at most.</summary>
    public static string Exact(decimal? value) => value?.ToString("#,0.##########", CultureInfo.InvariantCulture) ?? NotAvailable;

    /// <summary>A part of a whole, in percent.</summary>
    public static string Percent(decimal? value) => value is { } part ? Exact(decimal.Round(100 * part, 4)) + " %" : NotAvailable;

    /// <summary>Seconds, one decimal.</summary>
    public static string Seconds(decimal value) => value.ToString("#,0.#", CultureInfo.InvariantCulture) + " s";

    /// <summary>So many of something.</summary>
    public static string Count(long n, string thing) => $"{Whole(n)} {thing}{(n == 1 ? "" : "s")}";

    private static string Rounded(decimal value, string format) =>
        decimal.Round(decimal.Round(value, 15), 3, MidpointRounding.ToEven).ToString(format, CultureInfo.InvariantCulture);
}
