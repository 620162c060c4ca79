using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using Sor.Backtester.Output.Report.Charts;
using Sor.Core.Results;

namespace Sor.Backtester.Output.Report.Sections;

/// <summary>What became of one parent order: cumulative fills, the volume printed, and the mid, bucket by bucket.</summary>
/// <param name="ours">The router judged.</param>
/// <param name="reference">The router it is shown beside.</param>
/// <param name="rival">The best router without parameters, by name.</param>
internal sealed class Course(string ours, string reference, string rival)
{
    // More points than this are not seen on a chart of its width, nor read in a table.
    private const int MostPoints = 60;
    private const ulong Day = 86_400 * (ulong)Nanos.One;
    private const string Right = "mid";

    private static readonly int[] Steps = [60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400];
    private static readonly string[] Head = ["until, UTC", "mid at the bucket’s start, $", "spread then, $", "volume"];

    /// <summary>The parent's entry in the list, with its chart and the table behind it.</summary>
    public Html Of(ParentResult parent, bool open)
    {
        var points = Points(parent);
        var (from, to) = (Time(parent.From), Time(parent.To));
        var name = $"{Date(parent.From)}, {from} to {to} UTC";
        var id = string.Create(CultureInfo.InvariantCulture, $"course-{parent.InstrumentId}-{parent.From}");
        return $"""
            <details class="course" name="course"{CoursesSection.Open(open)}><summary>{name}: {Saving(parent)}</summary>
            {Chart(parent, points, name, Rows(id, name, points))}</details>

            """;
    }

    private string Saving(ParentResult parent) => parent.AgainstBestPlain is { } saving
        ? $"saves {Figures.Signed(saving)} bps against {rival}"
        : "not judged: parameters were chosen on it";

    private Html Rows(string id, string name, List<Point> points)
    {
        string[] head = ours == reference ? [.. Head, $"{ours}, shares"] : [.. Head, $"{ours}, shares", $"{reference}, shares"];
        var table = Table.Of(id, $"{name}; volume and shares so far, both sides together", head, points.Select(p =>
            Cells(p).Take(head.Length).Select(Table.Cell).ToArray()));
        return $"<details><summary>Table</summary>{table}</details>";
    }

    private static string[] Cells(Point p) =>
    [
        Time(p.End),
        Figures.Exact(p.Mid),
        Figures.Exact(p.Spread),
        Figures.Whole(p.Volume),
        Figures.Whole(p.Ours),
        Figures.Whole(p.Reference),
    ];

    private Html Chart(ParentResult parent, List<Point> points, string name, Html table)
    {
        var chart = new Chart(260);
        var time = chart.Add(AxisPosition.Bottom, "UTC");
        var (day, start) = (parent.From / Day * Day, points[0].Start);
        time.MajorStep = Step(Seconds(points[^1].End) - Seconds(start));
        time.LabelFormatter = seconds => TimeSpan.FromSeconds(seconds).ToString(@"hh\:mm", CultureInfo.InvariantCulture);
        chart.Add(AxisPosition.Left, "% of the order, of the volume").Minimum = 0;
        var mid = chart.Add(AxisPosition.Right, "mid, $");
        (mid.Key, mid.MajorGridlineStyle, mid.MinimumRange) = (Right, LineStyle.None, 0.02);

        var (whole, quantity) = (Math.Max(1, points[^1].Volume), Math.Max(1, parent.Outcomes.Of(ours).Sum(o => o.Quantity)));
        var path = new Curve(Ink.Third, LineStyle.Solid, 1).Through(points.Select(p => new DataPoint(Seconds(p.Start), (double)p.Mid)));
        path.YAxisKey = Right;
        chart.Add(path, Ink.Third, "mid (thin, right)");
        chart.Add(new Curve(Ink.Fourth, LineStyle.Dot).Through(Grown(p => 100.0 * p.Volume / whole)), Ink.Fourth, "volume (dotted)");
        var other = new Curve(Ink.Other, LineStyle.Dash).Through(Grown(p => 100.0 * p.Reference / quantity));
        if (ours != reference) chart.Add(other, Ink.Other, $"{reference} (dashed)");
        chart.Add(new Curve(Ink.Ours).Through(Grown(p => 100.0 * p.Ours / quantity)), Ink.Ours, ours);
        return chart.Figure(
            "Cumulative fills, volume and mid",
            $"{name}: {ours} filled {Figures.Whole(points[^1].Ours)} shares, {reference} {Figures.Whole(points[^1].Reference)}; "
            + $"{Figures.Whole(points[^1].Volume)} were printed; the mid went from {Figures.Exact(points[0].Mid)} to "
            + $"{Figures.Exact(points[^1].Mid)} dollars. The table has every point.",
            table);

        // Time goes on over midnight, from that of the day it begins on.
        double Seconds(ulong nanos) => (nanos - day) / 1e9;

        IEnumerable<DataPoint> Grown(Func<Point, double> percent) =>
            points.Select(p => new DataPoint(Seconds(p.End), percent(p))).Prepend(new DataPoint(Seconds(start), 0));
    }

    /// <summary>
    /// The end of every bucket, or of every second one and so on where there are many; what is filled in overtime belongs to the last.
    /// </summary>
    private List<Point> Points(ParentResult parent)
    {
        var path = parent.Outcomes.Path;
        var (mine, other) = (Filled(parent, ours, path.Count), Filled(parent, reference, path.Count));
        var (points, volume, every) = (new List<Point>(), 0L, (path.Count + MostPoints - 1) / MostPoints);
        for (var bucket = 0; bucket < path.Count; bucket++)
        {
            var (market, last) = (path[bucket], bucket == path.Count - 1);
            volume += market.Volume;
            if (!last && bucket % every != every - 1) continue;
            var start = parent.From + (ulong)bucket * parent.Bucket;
            var end = last ? parent.To : start + parent.Bucket;
            var (mid, spread) = ((decimal)market.Mid2 / 2 / Nanos.One, (decimal)market.Spread / Nanos.One);
            points.Add(new Point(start, end, mid, spread, volume, mine[bucket], other[bucket]));
        }

        return points;
    }

    /// <summary>Shares that a router filled by each bucket's end, at that very instant too; by the last one's all of them.</summary>
    private static long[] Filled(ParentResult parent, string router, int buckets)
    {
        var filled = new long[buckets];
        foreach (var side in parent.Outcomes.Of(router))
            foreach (var fill in side.Fills)
            {
                var after = fill.Time <= parent.From ? 0 : (fill.Time - parent.From - 1) / parent.Bucket;
                filled[Math.Min((int)Math.Min(after, int.MaxValue), buckets - 1)] += fill.Shares;
            }

        for (var bucket = 1; bucket < buckets; bucket++) filled[bucket] += filled[bucket - 1];
        return filled;
    }

    /// <summary>Seconds between labels of the time axis: six of them at most, at times that people count in.</summary>
    private static double Step(double seconds) => Array.Find(Steps, step => seconds / step <= 6) is > 0 and var found ? found : 86_400;

    private static string Date(ulong nanos) => UtcTime.Format(nanos)[..10];

    private static string Time(ulong nanos) => UtcTime.Format(nanos)[11..19];

    /// <summary>The market at the start of a bucket, and what was printed and filled by its end.</summary>
    private sealed record Point(ulong Start, ulong End, decimal Mid, decimal Spread, long Volume, long Ours, long Reference);
}
