using System.Globalization;
using Sor.Core.Classic;
using Sor.Core.MarketData;

namespace Sor.Backtester.Output;

/// <summary>The classic assignment's outcome in words and a table, and what a reader must know before believing it.</summary>
internal static class ClassicReport
{
    public static void Write(TextWriter console, ClassicResult result, SourceSummary summary, OutputFolder folder, TimeSpan elapsed)
    {
        console.WriteLine();
        console.WriteLine(Sentence(result));
        console.WriteLine();
        console.WriteLine(Row("policy", "shares", "total cash", "avg price", "trial saves, bps"));
        console.WriteLine(Row("trial", result.Optimized, ""));
        foreach (var (name, totals) in result.Baselines)
            console.WriteLine(Row(name, totals, Number(totals.SavingOf(result.Optimized), "+0.0000;-0.0000;0.0000")));
        console.WriteLine();
        foreach (var note in result.Notes) console.WriteLine($"- {note}");
        console.WriteLine();
        var rejected =
            summary.Rejects.Count == 0
                ? ""
                : $"; {ConsoleReport.Rejected(summary.Rejects.Select(r => KeyValuePair.Create(r.Reason, r.Rows)))}";
        console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{summary.Records:N0} records, {result.Rows:N0} in the window{rejected}; {elapsed.TotalSeconds:0.0} s."));
        console.WriteLine($"Written: {folder.Written}");
    }

    /// <summary>The outcome in a sentence.</summary>
    public static string Sentence(ClassicResult result)
    {
        var options = result.Options;
        var order = string.Create(
            CultureInfo.InvariantCulture,
            $"The classic assignment, {options.Quantity:N0} shares from {Time(options.From.Nanos)} to {Time(options.To.Nanos)} UTC: ");
        if (result.Optimized.AvgFillPx is not { } price) return order + "its allocator buys nothing.";
        var differences = result.Baselines.Select(b =>
            b.Totals.SavingOf(result.Optimized) is { } saving ? $"{Comparison(saving)} than {b.Name}" : $"{b.Name} buys nothing");
        return order
            + $"its allocator pays {Number(price, "0.0000")} a share with fees, {string.Join(", ", differences)}; no parameter has any part in it.";
    }

    private static string Comparison(decimal saving) => $"{Number(Math.Abs(saving), "0.##")} bps {(saving < 0 ? "more" : "less")}";

    private static string Row(string name, ClassicTotals totals, string saving) => Row(
        name,
        totals.Filled.ToString(CultureInfo.InvariantCulture),
        Number(totals.TotalCash, "0.00"),
        Number(totals.AvgFillPx, "0.000000"),
        saving);

    private static string Row(string name, string shares, string cash, string price, string saving) =>
        $"  {name,-8}  {shares,10}  {cash,16}  {price,12}  {saving,16}".TrimEnd();

    private static string Number(decimal? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";

    private static string Time(ulong ofDay) => UtcTime.FormatTimeOfDay(ofDay)[..8];
}
