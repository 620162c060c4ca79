using System.Globalization;
using Sor.Core.Results;

namespace Sor.Backtester.Output.Report.Sections;

/// <summary>The course of parent orders, chosen from a list by instrument and start. Only one is open at a time.</summary>
internal static class CoursesSection
{
    // So that the page of a large run stays small and quick: the others are in fills.csv.
    private const int Most = 60;

    public static Html Of(BacktestResult result)
    {
        var shown = Shown(result.Parents);
        var names = result.Data.Instruments.ToDictionary(
            i => i.InstrumentId, i => i.Symbol ?? i.InstrumentId.ToString(CultureInfo.InvariantCulture));
        var course = new Course(result.Verdict.Optimized, result.Verdict.AgainstBestAsk.Router, result.Verdict.AgainstBestPlain.Router);
        var first = shown.FirstOrDefault(p => p.AgainstBestPlain is not null) ?? shown[0];
        return $"""
            <section id="courses" aria-labelledby="courses-title">
            <h2 id="courses-title">One parent order’s course</h2>
            <p>Choose one: what was filled by when, beside the volume that was printed meanwhile and the mid.
            {Left(shown.Count, result.Parents.Count)}</p>
            {shown.GroupBy(p => p.InstrumentId).Select(i =>
                Instrument(names[i.Key], i.Contains(first), i.Select(p => course.Of(p, p == first))))}</section>

            """;
    }

    /// <summary>All, or as many of each instrument: from its least saving to its greatest, as far apart in rank as can be.</summary>
    internal static IReadOnlyList<ParentResult> Shown(IReadOnlyList<ParentResult> parents)
    {
        if (parents.Count <= Most) return [.. parents.OrderBy(p => p.InstrumentId).ThenBy(p => p.From)];
        var instruments = parents.GroupBy(p => p.InstrumentId).OrderBy(i => i.Key).Take(Most).ToList();
        var each = Math.Max(1, Most / instruments.Count);
        return [.. instruments.SelectMany(i => Spread([.. i.OrderBy(Saving).ThenBy(p => p.From)], each).OrderBy(p => p.From))];
    }

    private static decimal Saving(ParentResult parent) => parent.AgainstBestAsk?.Value ?? 0;

    private static IEnumerable<ParentResult> Spread(List<ParentResult> ranked, int count) => ranked.Count <= count
        ? ranked
        : Enumerable.Range(0, count).Select(i => ranked[count == 1 ? ranked.Count / 2 : i * (ranked.Count - 1) / (count - 1)]);

    private static string Left(int shown, int all) => shown == all ? ""
        : $"Of {Figures.Whole(all)} parent orders {Figures.Whole(shown)} are here, of each instrument from its least saving to its "
            + "greatest; fills.csv has all.";

    private static Html Instrument(string name, bool open, IEnumerable<Html> courses) => $"""
        <details class="instrument"{Open(open)}><summary>{Html.Data(name)}</summary>
        {courses}</details>

        """;

    /// <summary>The attribute of what is open at first.</summary>
    internal static Html Open(bool open) => open ? $" open" : Html.None;
}
