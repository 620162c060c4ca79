using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Sor.Backtester.Output.Report.Charts;

/// <summary>Bars side by side: of each thing one value, or one by each of two.</summary>
internal static class Bars
{
    private const int RowHeight = 26;
    private const int Around = 60;

    private static readonly OxyColor[] Colors = [Ink.Ours, Ink.Other];

    /// <summary>Draws them.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="unit">Name of the axis.</param>
    /// <param name="names">The things.</param>
    /// <param name="series">By whom, and the value of each thing; two at most.</param>
    public static Html Of(
        string title, string unit, IReadOnlyList<string> names, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> series)
    {
        var chart = new Chart(Around + RowHeight * names.Count);
        chart.AddNames(names);
        chart.Add(AxisPosition.Bottom, unit);
        foreach (var (color, (name, values)) in Colors.Zip(series))
        {
            var bars = new BarSeries { FillColor = color, StrokeThickness = 0 };
            foreach (var value in values) bars.Items.Add(new BarItem(value));
            chart.Add(bars, color, series.Count > 1 ? name : null);
        }

        chart.AddZero();
        var inWords = names.Select((name, row) => $"{name}: {string.Join(", ", InWords(row))}");
        return chart.Figure(title, $"{title}, {unit}. {string.Join("; ", inWords)}");

        IEnumerable<string> InWords(int row) =>
            series.Select(s => $"{s.Name} {Figures.Exact((decimal)Math.Round(s.Values[row], 3))}".Trim());
    }
}
