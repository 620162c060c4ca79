using OxyPlot.Axes;
using OxyPlot.Series;

namespace Sor.Backtester.Output.Report.Charts;

/// <summary>How often differences of which size came. One bin begins at 0, so that savings and losses are never in one.</summary>
internal static class Histogram
{
    private const int MostBins = 24;

    /// <summary>Draws it, with the table behind it.</summary>
    /// <param name="id">Its name on the page.</param>
    /// <param name="title">What is shown.</param>
    /// <param name="values">Basis points, at least one.</param>
    public static Html Of(string id, string title, IReadOnlyList<decimal> values)
    {
        var bins = Bins(values);
        var chart = new Chart();
        chart.Add(AxisPosition.Bottom, "saving, bps");
        var counts = chart.Add(AxisPosition.Left, "parent orders");
        (counts.Minimum, counts.MinimumMajorStep) = (0, 1);
        var bars = new RectangleBarSeries { StrokeThickness = 0 };
        foreach (var (from, to, count) in bins)
            bars.Items.Add(new RectangleBarItem((double)from, 0, (double)to, count) { Color = from < 0 ? Ink.Other : Ink.Ours });
        chart.Add(bars, Ink.Ours);
        chart.AddZero();
        var full = bins.Where(b => b.Count > 0).ToList();
        var table = Table.Of(id, title, ["from, bps", "below, bps", "parent orders"], full.Select(b => new[]
        {
            Table.Cell(Figures.Exact(b.From)), Table.Cell(Figures.Exact(b.To)), Table.Cell(Figures.Whole(b.Count)),
        }));
        var inWords = full.Select(b => $"from {Figures.Exact(b.From)} to {Figures.Exact(b.To)} bps: {Figures.Whole(b.Count)}");
        return chart.Figure(title, $"{title}. {string.Join("; ", inWords)}", $"<details><summary>Table</summary>{table}</details>");
    }

    /// <summary>Bins of a width of 1, 2 or 5 times a power of ten that cover all values.</summary>
    internal static IReadOnlyList<(decimal From, decimal To, int Count)> Bins(IReadOnlyList<decimal> values)
    {
        var (least, most) = (values.Min(), values.Max());
        var width = 0.0001m;
        for (var step = 0; First(most) - First(least) >= MostBins; step++) width *= step % 3 == 1 ? 2.5m : 2;
        return [.. Enumerable.Range(0, (int)(First(most) - First(least)) + 1).Select(i =>
        {
            var from = (First(least) + i) * width;
            return (from, from + width, values.Count(v => v >= from && v < from + width));
        })];

        decimal First(decimal value) => Math.Floor(value / width);
    }
}
