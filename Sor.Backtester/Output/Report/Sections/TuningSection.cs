using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using Sor.Backtester.Output.Report.Charts;
using Sor.Core.Results;

namespace Sor.Backtester.Output.Report.Sections;

/// <summary>Cost against each parameter, with flat stretches marked, and what was chosen on which parents.</summary>
internal static class TuningSection
{
    // A hundredth of a basis point is half a cent on a hundred shares of $50: nobody can tell it.
    private const decimal Flat = 0.01m;

    public static Html Of(BacktestResult result)
    {
        var tuning = result.Tuning;
        var acting = tuning.Axes.Keys.Where(name => !tuning.Inert.Contains(name));
        var charts = acting.Select(name => Chart(name, Along(result, name), tuning.Units?[name] ?? tuning.Unit));
        string[] pointHead = [.. tuning.Axes.Keys, "in sample, bps", "out of sample, bps"];
        return $"""
            <section id="tuning" aria-labelledby="tuning-title">
            <h2 id="tuning-title">Parameters</h2>
            <p>What {tuning.Router} costs at every point tried, on the last division of the parent orders: {tuning.Split}.
            {(tuning.Inert.Count > 0 ? $"Without effect: {string.Join(", ", tuning.Inert)}; {tuning.WhyInert}." : "")}</p>
            <div class="figures">
            {charts}</div>
            {Table.Of("points", "Every point tried", pointHead, tuning.Points.Select(Row))}
            {Table.Of("folds", "Divisions of the parent orders, and what was chosen", ["division", "chosen on, parents", "judged, parents", .. pointHead], tuning.Folds.Select(Row))}</section>

            """;
    }

    /// <summary>The points that differ from the one chosen in one parameter alone, in the order of its values.</summary>
    private static List<PointResult> Along(BacktestResult result, string parameter) =>
    [
        .. result.Tuning.Points
            .Where(point => result.BestParameters.All(best => best.Key == parameter || point.Values[best.Key] == best.Value))
            .OrderBy(point => point.Values[parameter]),
    ];

    private static Html Chart(string name, List<PointResult> points, string unit)
    {
        var chart = new Chart();
        chart.Add(AxisPosition.Bottom, $"{name}, {unit}");
        chart.Add(AxisPosition.Left, "all-in, bps");
        foreach (var (left, right) in points.Zip(points.Skip(1)).Where(IsFlat))
            chart.Add(new RectangleAnnotation
            {
                MinimumX = (double)left.Values[name],
                MaximumX = (double)right.Values[name],
                Fill = Ink.Shade,
                Layer = AnnotationLayer.BelowAxes,
            });
        chart.Add(new Curve(Ink.Ours).Through(Points(p => p.InSampleBps), MarkerType.Circle), Ink.Ours, "in sample");
        if (points.All(p => p.OutOfSampleBps is not null))
        {
            var line = new Curve(Ink.Other, LineStyle.Dash).Through(Points(p => p.OutOfSampleBps!.Value), MarkerType.Square);
            chart.Add(line, Ink.Other, "out of sample (dashed)");
        }

        var title = $"Cost against {name}";
        var inWords = points.Select(p => $"{Figures.Exact(p.Values[name])}: {Figures.Bps(p.InSampleBps)} in sample"
            + (p.OutOfSampleBps is { } o ? $", {Figures.Bps(o)} out of sample" : ""));
        var flat = points.Zip(points.Skip(1)).Any(IsFlat);
        Html shaded = $"<p>Shaded: flat, less than {Figures.Exact(Flat)} bps from one value to the next in sample.</p>";
        return chart.Figure(title, $"{title}. {string.Join("; ", inWords)}", flat ? shaded : Html.None);

        IEnumerable<DataPoint> Points(Func<PointResult, BasisPoints> cost) =>
            points.Select(p => new DataPoint((double)p.Values[name], (double)cost(p).Value));
    }

    private static bool IsFlat((PointResult Left, PointResult Right) pair) =>
        Math.Abs(pair.Left.InSampleBps.Value - pair.Right.InSampleBps.Value) < Flat;

    private static Html[] Row(PointResult p) =>
    [
        .. p.Values.Values.Select(value => Table.Cell(Figures.Exact(value))),
        Table.Cell(Figures.Bps(p.InSampleBps)),
        Table.Cell(Figures.Bps(p.OutOfSampleBps)),
    ];

    private static Html[] Row(FoldResult fold, int place) =>
    [
        .. new[] { Figures.Whole(place + 1), Figures.Whole(fold.TrainParents), Figures.Whole(fold.TestParents) }.Select(Table.Cell),
        .. fold.Chosen.Values.Select(value => Table.Cell(Figures.Exact(value))),
        Table.Cell(Figures.Bps(fold.InSampleBps)),
        Table.Cell(Figures.Bps(fold.OutOfSampleBps)),
    ];
}
