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

    private static readonly (string Name, Func<ParameterValues, decimal> Of)[] Parameters =
    [
        ("lambda_over", p => p.LambdaOver), ("lambda_under", p => p.LambdaUnder), ("theta_queue", p => p.ThetaQueue),
    ];

    public static Html Of(BacktestResult result)
    {
        var tuning = result.Tuning;
        var acting = Parameters.Where(p => !tuning.Inert.Contains(p.Name));
        var charts = acting.Select(p => Chart(p.Name, p.Of, Along(result, p.Of), tuning.Unit));
        return $"""
            <section id="tuning" aria-labelledby="tuning-title">
            <h2 id="tuning-title">Parameters</h2>
            <p>What {tuning.Router} costs at every point tried, on the last division of the parent orders: {tuning.Split}.
            {(tuning.Inert.Count > 0 ? $"Without effect: {string.Join(", ", tuning.Inert)}; {tuning.WhyInert}." : "")}</p>
            <div class="figures">
            {charts}</div>
            {Table.Of("points", "Every point tried", PointHead, tuning.Points.Select(Row))}
            {Table.Of("folds", "Divisions of the parent orders, and what was chosen", FoldHead, tuning.Folds.Select(Row))}</section>

            """;
    }

    private static readonly string[] PointHead = ["lambda_over", "lambda_under", "theta_queue", "in sample, bps", "out of sample, bps"];
    private static readonly string[] FoldHead = ["division", "chosen on, parents", "judged, parents", .. PointHead];

    /// <summary>The points that differ from the one chosen in one parameter alone, in the order of its values.</summary>
    private static List<PointResult> Along(BacktestResult result, Func<ParameterValues, decimal> parameter) =>
    [
        .. result.Tuning.Points
            .Where(point => Parameters.All(p => p.Of == parameter || p.Of(Values(point)) == p.Of(result.BestParameters)))
            .OrderBy(point => parameter(Values(point))),
    ];

    private static Html Chart(string name, Func<ParameterValues, decimal> parameter, List<PointResult> points, string unit)
    {
        var chart = new Chart();
        chart.Add(AxisPosition.Bottom, $"{name}, {unit}");
        chart.Add(AxisPosition.Left, "all-in, bps");
        foreach (var (left, right) in points.Zip(points.Skip(1)).Where(IsFlat))
            chart.Add(new RectangleAnnotation
            {
                MinimumX = (double)parameter(Values(left)),
                MaximumX = (double)parameter(Values(right)),
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
        var inWords = points.Select(p => $"{Figures.Exact(parameter(Values(p)))}: {Figures.Bps(p.InSampleBps)} in sample"
            + (p.OutOfSampleBps is { } o ? $", {Figures.Bps(o)} out of sample" : ""));
        var flat = points.Zip(points.Skip(1)).Any(IsFlat);
        Html shaded = $"<p>Shaded: flat, less than {Figures.Exact(Flat)} bps from one value to the next in sample.</p>";
        return chart.Figure(title, $"{title}. {string.Join("; ", inWords)}", flat ? shaded : Html.None);

        IEnumerable<DataPoint> Points(Func<PointResult, BasisPoints> cost) =>
            points.Select(p => new DataPoint((double)parameter(Values(p)), (double)cost(p).Value));
    }

    private static bool IsFlat((PointResult Left, PointResult Right) pair) =>
        Math.Abs(pair.Left.InSampleBps.Value - pair.Right.InSampleBps.Value) < Flat;

    private static ParameterValues Values(PointResult p) => new(p.LambdaOver, p.LambdaUnder, p.ThetaQueue);

    private static Html[] Row(PointResult p) =>
    [
        .. new[] { p.LambdaOver, p.LambdaUnder, p.ThetaQueue }.Select(value => Table.Cell(Figures.Exact(value))),
        Table.Cell(Figures.Bps(p.InSampleBps)),
        Table.Cell(Figures.Bps(p.OutOfSampleBps)),
    ];

    private static Html[] Row(FoldResult fold, int place) =>
    [
        .. new[]
        {
            Figures.Whole(place + 1),
            Figures.Whole(fold.TrainParents),
            Figures.Whole(fold.TestParents),
            Figures.Exact(fold.Chosen.LambdaOver),
            Figures.Exact(fold.Chosen.LambdaUnder),
            Figures.Exact(fold.Chosen.ThetaQueue),
            Figures.Bps(fold.InSampleBps),
            Figures.Bps(fold.OutOfSampleBps),
        }.Select(Table.Cell),
    ];
}
