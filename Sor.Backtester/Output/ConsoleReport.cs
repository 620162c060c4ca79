using System.Globalization;
using Sor.Core.Analysis;
using Sor.Core.MarketData;
using Sor.Core.Strategies;
using Sor.Core.Tuning;
using Spectre.Console;

namespace Sor.Backtester.Output;

/// <summary>The verdict and the table, on standard output.</summary>
internal static class ConsoleReport
{
    public static void Write(BacktestOptions options, TransactionCostAnalysis analysis, Verdict verdict, SourceSummary summary, string written, TimeSpan elapsed)
    {
        var console = AnsiConsole.Console;
        if (Console.IsOutputRedirected) console.Profile.Width = 120;
        console.WriteLine();
        console.WriteLine(verdict.Sentence);
        console.WriteLine();
        console.Write(Table(options, analysis));
        console.WriteLine("Basis points of quantity times arrival mid, mean over all parents and sides: all-in = half-spread + fees + timing + remainder. Lower is better.");
        console.WriteLine();
        console.WriteLine(Data(analysis, summary, elapsed));
        console.WriteLine($"Written: {written}");
    }

    /// <summary>The first rejected rows, and where all are.</summary>
    public static void WriteRejects(IReadOnlyList<string> first, OutputFolder folder)
    {
        Console.WriteLine($"Rejected rows are in {Path.Combine(folder.Path, OutputFolder.Rejects)}; the first:");
        foreach (var reject in first) Console.WriteLine($"  {reject}");
    }

    /// <summary>The rejected rows, by reason.</summary>
    public static string Rejected(SourceSummary summary) => $"{summary.Rejects.Sum(r => r.Rows)} rejected ({string.Join(", ", summary.Rejects.Select(r => $"{r.Rows} {r.Reason}"))})";

    private static Table Table(BacktestOptions options, TransactionCostAnalysis analysis)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("router");
        foreach (var column in new[] { "all-in bps", "half-spread", "fees", "timing", "remainder", "filled", "fills", $"vs {analysis.Strategies.BestAsk.Name}" })
            table.AddColumn(new TableColumn(column).RightAligned());
        var baseline = Mean(Sides(analysis.Strategies.BestAsk), s => s.AllInBps);
        foreach (var strategy in analysis.Strategies.Shown(analysis.Chosen))
        {
            var sides = Sides(strategy);
            var name = strategy.Role == StrategyRole.Tuned ? $"{strategy.Name} ({analysis.Strategies.Tuned.Describe(analysis.Chosen.Point)})" : strategy.Name;
            var filled = sides.Sum(s => (decimal)s.Filled) / sides.Sum(s => s.Filled + s.Remainder);
            table.AddRow(
                new Text(name),
                Cell(Mean(sides, s => s.AllInBps)),
                Cell(Mean(sides, s => s.HalfSpreadBps)),
                Cell(Mean(sides, s => s.FeesBps)),
                Cell(Mean(sides, s => s.TimingBps)),
                Cell(Mean(sides, s => s.RemainderBps)),
                new Text((100 * filled).ToString("0.##", CultureInfo.InvariantCulture) + " %"),
                new Text(sides.Sum(s => s.Fills).ToString("N0", CultureInfo.InvariantCulture)),
                Cell(Mean(sides, s => s.AllInBps) - baseline, signed: true));
        }

        return table;

        List<StrategyResult> Sides(Strategy strategy) => [.. options.Sides.Select(side => analysis.Result(strategy, side))];
    }

    private static string Data(TransactionCostAnalysis analysis, SourceSummary summary, TimeSpan elapsed)
    {
        var counts = analysis.Counts;
        var parts = new List<string>
        {
            $"{analysis.Instruments.Sum(i => i.Records).ToString("N0", CultureInfo.InvariantCulture)} records of {Count(analysis.Instruments.Count, "instrument")} on {Count(analysis.Instruments.SelectMany(i => i.Venues).Select(v => v.Mic).Distinct().Count(), "venue")}",
        };
        if (summary.Rejects.Count > 0) parts.Add(Rejected(summary));
        if (counts.Late > 0) parts.Add($"{counts.Late} late");
        if (counts.Crossed > 0) parts.Add($"crossed {Count((int)Math.Min(counts.Crossed, int.MaxValue), "time")}");
        if (counts.Locked > 0) parts.Add($"locked {Count((int)Math.Min(counts.Locked, int.MaxValue), "time")}");
        var left = analysis.NoQuoteWindows + analysis.NoDecisionWindows + counts.PartialWindows + counts.WindowsAfterData;
        if (left > 0) parts.Add($"{Count(left, "window")} left out");
        return $"{string.Join("; ", parts)}; {elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s.";
    }

    private static string Count(int n, string thing) => $"{n} {thing}{(n == 1 ? "" : "s")}";

    private static decimal Mean(List<StrategyResult> sides, Func<StrategyResult, decimal> value) => sides.Average(value);

    private static Text Cell(decimal value, bool signed = false) =>
        new(decimal.Round(value, 3, MidpointRounding.ToEven).ToString(signed ? "+0.000;-0.000;0.000" : "0.000", CultureInfo.InvariantCulture));
}
