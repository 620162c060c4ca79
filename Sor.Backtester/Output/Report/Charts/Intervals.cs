using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using Sor.Core.Results;

namespace Sor.Backtester.Output.Report.Charts;

/// <summary>Means with their intervals, one below the other, beside the line where there is no difference.</summary>
internal static class Intervals
{
    private const int RowHeight = 24;
    private const int Around = 60;

    /// <summary>Draws them.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="unit">Name of the axis.</param>
    /// <param name="rows">Each mean with its name, and its interval if it has one.</param>
    public static Html Of(string title, string unit, IReadOnlyList<(string Name, BasisPoints Mean, IntervalResult? Interval)> rows)
    {
        var chart = new Chart(Around + RowHeight * rows.Count);
        chart.AddNames(rows.Select(r => r.Name));
        var axis = chart.Add(AxisPosition.Bottom, unit);
        axis.MinimumPadding = axis.MaximumPadding = 0.05;
        chart.AddZero();
        for (var row = 0; row < rows.Count; row++)
        {
            var color = rows[row].Mean.Value < 0 ? Ink.Other : Ink.Ours;
            if (rows[row].Interval is { } interval)
            {
                var line = new LineSeries { Color = color, StrokeThickness = 2 };
                line.Points.AddRange([new DataPoint((double)interval.Low.Value, row), new DataPoint((double)interval.High.Value, row)]);
                chart.Add(line, color);
            }

            var dot = new ScatterSeries { MarkerType = MarkerType.Circle, MarkerSize = 4, MarkerFill = color, MarkerStroke = color };
            dot.Points.Add(new ScatterPoint((double)rows[row].Mean.Value, row));
            chart.Add(dot, color);
        }

        return chart.Figure(title, $"{title}. {string.Join("; ", rows.Select(InWords))}");
    }

    private static string InWords((string Name, BasisPoints Mean, IntervalResult? Interval) row) =>
        $"{row.Name} {Figures.Signed(row.Mean)}"
        + (row.Interval is { } i ? $", from {Figures.Signed(i.Low)} to {Figures.Signed(i.High)}" : "");
}
