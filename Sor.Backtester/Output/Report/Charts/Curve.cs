using OxyPlot;
using OxyPlot.Series;

namespace Sor.Backtester.Output.Report.Charts;

/// <summary>How a line of a chart looks: told apart by its strokes too, not by colour alone.</summary>
/// <param name="Color">Its colour.</param>
/// <param name="Style">Its strokes.</param>
/// <param name="Thickness">Its width.</param>
internal sealed record Curve(OxyColor Color, LineStyle Style = LineStyle.Solid, double Thickness = 2)
{
    /// <summary>The line through points.</summary>
    public LineSeries Through(IEnumerable<DataPoint> points, MarkerType marker = MarkerType.None)
    {
        var line = new LineSeries
        {
            Color = Color,
            LineStyle = Style,
            StrokeThickness = Thickness,
            MarkerType = marker,
            MarkerFill = Color,
            MarkerSize = 3,
        };
        line.Points.AddRange(points);
        return line;
    }
}
