using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Sor.Backtester.Output.Report.Charts;

/// <summary>Bars made of parts, one below the other. Parts below 0 go to the other side.</summary>
internal static class Stack
{
    private const int RowHeight = 26;
    private const int Around = 60;

    private static readonly OxyColor[] Colors = [Ink.Ours, Ink.Other, Ink.Third, Ink.Fourth];

    /// <summary>Draws them.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="unit">Name of the axis.</param>
    /// <param name="parts">Names of the parts, four at most.</param>
    /// <param name="rows">Each bar's name and parts.</param>
    public static Html Of(
        string title, string unit, IReadOnlyList<string> parts, IReadOnlyList<(string Name, IReadOnlyList<decimal> Parts)> rows)
    {
        var chart = new Chart(Around + RowHeight * rows.Count);
        chart.AddNames(rows.Select(r => r.Name));
        chart.Add(AxisPosition.Bottom, unit);
        for (var part = 0; part < parts.Count; part++)
        {
            var bars = new BarSeries { IsStacked = true, FillColor = Colors[part], StrokeThickness = 0 };
            foreach (var (_, values) in rows) bars.Items.Add(new BarItem((double)values[part]));
            chart.Add(bars, Colors[part], parts[part]);
        }

        chart.AddZero();
        var inWords = rows.Select(row => $"{row.Name}: {string.Join(", ", parts.Zip(row.Parts, InWords))}");
        return chart.Figure(title, $"{title}. {string.Join("; ", inWords)}");
    }

    private static string InWords(string part, decimal value) => $"{part} {Figures.Exact(decimal.Round(value, 3))}";
}
