using System.Globalization;
using Sor.Core.Results;
using Spectre.Console;

namespace Sor.Backtester.Output;

/// <summary>The verdict and the table, on standard output.</summary>
internal static class ConsoleReport
{
    public static void Write(BacktestResult result, string written, TimeSpan elapsed)
    {
        var console = AnsiConsole.Console;
        if (Console.IsOutputRedirected) console.Profile.Width = 120;
        console.WriteLine();
        console.WriteLine(result.Verdict.Sentence);
        console.WriteLine();
        console.Write(Table(result));
        console.WriteLine("Basis points of quantity times arrival mid, mean over all parents and sides: all-in = half-spread + fees + timing + remainder. Lower is better.");
        console.WriteLine();
        console.WriteLine(Data(result, elapsed));
        console.WriteLine($"Written: {written}");
    }

    /// <summary>The first rejected rows, and where all are.</summary>
    public static void WriteRejects(IReadOnlyList<string> first, OutputFolder folder)
    {
        Console.WriteLine($"Rejected rows are in {Path.Combine(folder.Path, OutputFolder.Rejects)}; the first:");
        foreach (var reject in first) Console.WriteLine($"  {reject}");
    }

    /// <summary>The rejected rows, by reason.</summary>
    public static string Rejected(IEnumerable<KeyValuePair<string, long>> rejects) =>
        $"{rejects.Sum(r => r.Value)} rejected ({string.Join(", ", rejects.Select(r => $"{r.Value} {r.Key}"))})";

    private static Table Table(BacktestResult result)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("router");
        foreach (var column in new[] { "all-in bps", "half-spread", "fees", "timing", "remainder", "filled", "fills", "vs best_ask" })
            table.AddColumn(new TableColumn(column).RightAligned());
        var baseline = result.Details.Strategies[result.Verdict.Baseline].MeanOf(s => s.AllInBps);
        foreach (var (name, strategy) in result.Details.Strategies)
        {
            var label = name == result.Tuning.Router ? $"{name} ({result.Tuning.Chosen})" : name;
            var filled = strategy.Sides.Sum(s => (decimal)s.Filled) / strategy.Sides.Sum(s => s.Filled + s.Remainder);
            var allIn = strategy.MeanOf(s => s.AllInBps);
            table.AddRow(
                new Text(label),
                Cell(allIn),
                Cell(strategy.MeanOf(s => s.HalfSpreadBps)),
                Cell(strategy.MeanOf(s => s.FeesBps)),
                Cell(strategy.MeanOf(s => s.TimingBps)),
                Cell(strategy.MeanOf(s => s.RemainderBps)),
                new Text((100 * filled).ToString("0.##", CultureInfo.InvariantCulture) + " %"),
                new Text(strategy.Sides.Sum(s => s.Fills).ToString("N0", CultureInfo.InvariantCulture)),
                Cell(allIn?.Value - baseline?.Value, signed: true));
        }

        return table;
    }

    private static string Data(BacktestResult result, TimeSpan elapsed)
    {
        var (data, parents) = (result.Data, result.Details.Parents);
        var venues = data.Instruments.SelectMany(i => i.Venues.Keys).Distinct().Count();
        var parts = new List<string>
        {
            $"{data.Records.ToString("N0", CultureInfo.InvariantCulture)} records of {Count(data.Instruments.Count, "instrument")} on {Count(venues, "venue")}",
        };
        if (data.Rejects.Count > 0) parts.Add(Rejected(data.Rejects));
        if (data.Late > 0) parts.Add($"{data.Late} late");
        if (data.Disordered > 0) parts.Add($"{data.Disordered} more than a second behind");
        if (data.ZeroPrices > 0) parts.Add($"{data.ZeroPrices} with a price of 0, which is none");
        if (data.Rounded > 0) parts.Add($"{Count(data.Rounded, "price")} rounded");
        var conditions = data.Conditions;
        if (data.Crossed > 0) parts.Add($"crossed {Count(data.Crossed, "time")}, {Span(conditions.Crossed)}");
        if (data.Locked > 0) parts.Add($"locked {Count(data.Locked, "time")}, {Span(conditions.Locked)}");
        if (conditions.OneSided > 0) parts.Add($"one-sided {Span(conditions.OneSided)}");
        if (conditions.Wide > 0) parts.Add($"too wide {Span(conditions.Wide)}");
        if (conditions.LongestSilence > 0) parts.Add($"longest silence {Span(conditions.LongestSilence)}");
        if (parents.LeftOut() is { Count: > 0 } left) parts.Add($"windows left out: {string.Join(", ", left)}");
        return $"{string.Join("; ", parts)}; {elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s.";
    }

    private static string Span(decimal seconds) => seconds < 60
        ? $"{Math.Round(seconds, 1).ToString("0.#", CultureInfo.InvariantCulture)} s"
        : $"{(int)(seconds / 60)} min {(int)(seconds % 60)} s";

    private static string Count(long n, string thing) => $"{n} {thing}{(n == 1 ? "" : "s")}";

    private static Text Cell(BasisPoints? value) => Cell(value?.Value, signed: false);

    private static Text Cell(decimal? value, bool signed) => new(
        value is { } bps ? decimal.Round(bps, 3, MidpointRounding.ToEven).ToString(signed ? "+0.000;-0.000;0.000" : "0.000", CultureInfo.InvariantCulture) : "-");
}
