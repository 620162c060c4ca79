using OxyPlot;
using OxyPlot.Axes;

namespace Sor.Backtester.Output.Report.Charts;

/// <summary>
/// A chart, laid out by OxyPlot and drawn as SVG within a figure, with what it shows in words for those who do not see it.
/// </summary>
internal sealed class Chart
{
    private const int Width = 480;
    private const double TextSize = 12;

    private readonly PlotModel model = new()
    {
        TextColor = Ink.Text,
        DefaultFontSize = TextSize,
        PlotAreaBorderThickness = new OxyThickness(0),
        Padding = new OxyThickness(2, 6, 10, 2),
    };

    private readonly int height;
    private readonly List<(OxyColor Color, string Name)> legend = [];

    /// <summary>An empty chart.</summary>
    /// <param name="height">Of a width of 480.</param>
    public Chart(int height = 240) => this.height = height;

    /// <summary>Adds an axis of numbers.</summary>
    public LinearAxis Add(AxisPosition position, string title)
    {
        var axis = new LinearAxis { Position = position, Title = title, MajorGridlineStyle = LineStyle.Solid };
        Add(axis);
        return axis;
    }

    /// <summary>Adds an axis of names, the first on top.</summary>
    public void AddNames(IEnumerable<string> names)
    {
        var axis = new CategoryAxis { Position = AxisPosition.Left, StartPosition = 1, EndPosition = 0, GapWidth = 0.4 };
        axis.Labels.AddRange(names);
        Add(axis);
        axis.MajorTickSize = 0;
        axis.MajorGridlineStyle = LineStyle.None;
    }

    /// <summary>Adds a series. The legend, where there is one, names it.</summary>
    public void Add(OxyPlot.Series.Series series, OxyColor color, string? name = null)
    {
        model.Series.Add(series);
        if (name is not null) legend.Add((color, name));
    }

    /// <summary>Adds what stands behind the series.</summary>
    public void Add(OxyPlot.Annotations.Annotation annotation) => model.Annotations.Add(annotation);

    /// <summary>A line where a value is 0.</summary>
    public void AddZero() => Add(new OxyPlot.Annotations.LineAnnotation
    {
        Type = OxyPlot.Annotations.LineAnnotationType.Vertical,
        X = 0,
        Color = Ink.Text,
        LineStyle = LineStyle.Solid,
        StrokeThickness = 1,
    });

    /// <summary>The figure.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="inWords">The same for those who do not see it.</param>
    /// <param name="below">What belongs to it, such as the table behind it.</param>
    public Html Figure(string title, string inWords, Html? below = null)
    {
        var context = new SvgContext();
        IPlotModel plot = model;
        plot.Update(true);
        plot.Render(context, new OxyRect(0, 0, Width, height));
        return $"""
            <figure>
            <figcaption>{title}{Legend()}</figcaption>
            <svg viewBox="0 0 {Width.ToString()} {height.ToString()}" role="img" aria-label="{inWords}">
            {context.Shapes}</svg>
            {below ?? Html.None}</figure>

            """;
    }

    private void Add(Axis axis)
    {
        axis.AxislineColor = axis.TicklineColor = axis.TextColor = axis.TitleColor = Ink.Text;
        axis.MajorGridlineColor = Ink.Grid;
        axis.MinorTickSize = 0;
        axis.MajorTickSize = 3;
        axis.TitleFontSize = TextSize;
        model.Axes.Add(axis);
    }

    private Html Legend() => legend.Count == 0 ? Html.None : $"<span class=\"legend\">{legend.Select(Entry)}</span>";

    private static Html Entry((OxyColor Color, string Name) entry) => $"""
        <span><svg viewBox="0 0 10 10" aria-hidden="true">
        <rect width="10" height="10" class="f{Ink.Place(entry.Color).ToString()}"/></svg>{entry.Name}</span>
        """;
}
