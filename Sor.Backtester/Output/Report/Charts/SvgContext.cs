using System.Globalization;
using System.Text;
using OxyPlot;

namespace Sor.Backtester.Output.Report.Charts;

/// <summary>
/// Draws what OxyPlot lays out as SVG without a style of its own: colours are classes of the page's style sheet, so that a chart is light
/// or dark as the page is and the page's policy can forbid any other style.
/// </summary>
internal sealed class SvgContext : RenderContextBase
{
    // About the width of capitals and of other characters of a sans-serif font, in its size: axes need it for their margins alone.
    private const double CapitalWidth = 0.72;
    private const double CharacterWidth = 0.6;

    private readonly List<Html> shapes = [];
    private int clips;

    /// <summary>What was drawn.</summary>
    public IReadOnlyList<Html> Shapes => shapes;

    /// <inheritdoc/>
    public override int ClipCount => clips;

    /// <inheritdoc/>
    public override void PushClip(OxyRect clippingRectangle) => clips++;

    /// <inheritdoc/>
    public override void PopClip() => clips--;

    /// <inheritdoc/>
    public override void DrawLine(
        IList<ScreenPoint> points, OxyColor stroke, double thickness, EdgeRenderingMode edges, double[] dashArray, LineJoin join)
    {
        if (stroke.IsVisible() && points.Count > 1) Path(Way(points, points.Count), OxyColors.Undefined, stroke, thickness, dashArray);
    }

    /// <inheritdoc/>
    public override void DrawLineSegments(
        IList<ScreenPoint> points, OxyColor stroke, double thickness, EdgeRenderingMode edges, double[] dashArray, LineJoin join)
    {
        if (stroke.IsVisible() && points.Count > 1) Path(Way(points, 2), OxyColors.Undefined, stroke, thickness, dashArray);
    }

    /// <inheritdoc/>
    public override void DrawPolygon(
        IList<ScreenPoint> points,
        OxyColor fill,
        OxyColor stroke,
        double thickness,
        EdgeRenderingMode edges,
        double[] dashArray,
        LineJoin join)
    {
        if (points.Count > 1) Path(Way(points, points.Count) + "Z", fill, stroke, thickness, dashArray);
    }

    /// <inheritdoc/>
    public override void DrawRectangle(OxyRect rectangle, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edges)
    {
        if (!fill.IsVisible() && !stroke.IsVisible()) return;
        shapes.Add($"""
            <rect x="{Number(rectangle.Left)}" y="{Number(rectangle.Top)}"
            width="{Number(rectangle.Width)}" height="{Number(rectangle.Height)}"
            {Look(fill, stroke, thickness, null)}/>

            """);
    }

    /// <inheritdoc/>
    public override void DrawEllipse(OxyRect extents, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edges) =>
        shapes.Add($"""
            <circle cx="{Number(extents.Center.X)}" cy="{Number(extents.Center.Y)}" r="{Number(extents.Width / 2)}"
            {Look(fill, stroke, thickness, null)}/>

            """);

    /// <inheritdoc/>
    public override void DrawText(
        ScreenPoint p,
        string text,
        OxyColor fill,
        string fontFamily,
        double fontSize,
        double fontWeight,
        double rotation,
        HorizontalAlignment horizontalAlignment,
        VerticalAlignment verticalAlignment,
        OxySize? maxSize)
    {
        var anchor = horizontalAlignment switch { HorizontalAlignment.Left => "start", HorizontalAlignment.Right => "end", _ => "middle" };
        var drop = verticalAlignment switch { VerticalAlignment.Top => ".8em", VerticalAlignment.Bottom => "-.2em", _ => ".35em" };
        Html turn = rotation == 0 ? Html.None : $""" transform="rotate({Number(rotation)} {Number(p.X)} {Number(p.Y)})" """;
        shapes.Add($"""
            <text x="{Number(p.X)}" y="{Number(p.Y)}" dy="{drop}" text-anchor="{anchor}"{turn}>{text}</text>

            """);
    }

    /// <inheritdoc/>
    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight) =>
        text is null ? OxySize.Empty : new OxySize(fontSize * text.Sum(WidthOf), 1.2 * fontSize);

    private static double WidthOf(char character) => char.IsAsciiLetterUpper(character) ? CapitalWidth : CharacterWidth;

    private void Path(string way, OxyColor fill, OxyColor stroke, double thickness, double[]? dashes) => shapes.Add($"""
        <path d="{way}"{Look(fill, stroke, thickness, dashes)}/>

        """);

    private static Html Look(OxyColor fill, OxyColor stroke, double thickness, double[]? dashes)
    {
        var inside = fill.IsVisible() ? $"f{Ink.Place(fill)}" : "f";
        var edge = stroke.IsVisible() && thickness > 0 ? $" s{Ink.Place(stroke)}" : "";
        Html width = stroke.IsVisible() && thickness > 1 ? $" stroke-width=\"{Number(thickness)}\"" : Html.None;
        Html dash = dashes is null ? Html.None : $" stroke-dasharray=\"{string.Join(' ', dashes.Select(d => Number(d * thickness)))}\"";
        return $""" class="{inside}{edge}"{width}{dash}""";
    }

    /// <summary>Lines through points, a new one begun after so many.</summary>
    private static string Way(IList<ScreenPoint> points, int together)
    {
        var way = new StringBuilder(12 * points.Count);
        for (var i = 0; i < points.Count; i++)
        {
            way.Append(i % together == 0 ? 'M' : 'L');
            way.Append(CultureInfo.InvariantCulture, $"{Math.Round(points[i].X, 1)},{Math.Round(points[i].Y, 1)}");
        }

        return way.ToString();
    }

    private static string Number(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);
}
