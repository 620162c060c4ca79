using Sor.Core.Results;

namespace Sor.Backtester.Output.Report.Sections;

/// <summary>The answer: what must be known before the number, the sentence, and the two comparisons behind it.</summary>
internal static class VerdictSection
{
    public static Html Of(VerdictResult verdict, string? doubt)
    {
        List<string> notes = [.. doubt is null ? [] : new[] { doubt }, .. verdict.Notes];
        return $"""
            <section id="verdict" aria-labelledby="verdict-title">
            <h2 id="verdict-title">Verdict</h2>
            {Notes(notes)}<p class="answer">{Found(verdict)}</p>
            {Table.Of("comparisons", $"{verdict.Optimized} against others, order by order: positive is cheaper", Head, Rows(verdict))}
            <p>{Sample(verdict)}</p>
            {Bracket(verdict)}{Sensitivity(verdict)}</section>

            """;
    }

    private static readonly string[] Head =
    [
        "against", "saves, bps", "95 % from", "95 % to", "told", "mils a share", "dollars a parent",
        "sd, bps", "parents", "cheaper", "dearer", "parents needed",
    ];

    private static Html Notes(List<string> notes) => notes.Count == 0 ? Html.None : $"""
        <div class="notes" role="note"><h3>Before the number</h3><ul>{notes.Select(note => (Html)$"<li>{note}</li>")}</ul></div>

        """;

    /// <summary>The sentence without the notes that it begins with, which are shown by themselves.</summary>
    private static string Found(VerdictResult verdict)
    {
        var notes = string.Join(" ", verdict.Notes);
        return verdict.Sentence.StartsWith(notes, StringComparison.Ordinal)
            ? verdict.Sentence[notes.Length..].TrimStart()
            : verdict.Sentence;
    }

    private static IEnumerable<Html[]> Rows(VerdictResult verdict)
    {
        yield return Row(verdict.AgainstBestPlain, " (the best without parameters)");
        if (verdict.AgainstBestAsk.Router != verdict.AgainstBestPlain.Router) yield return Row(verdict.AgainstBestAsk, "");
    }

    private static Html[] Row(ComparisonResult c, string what) =>
    [
        $"{c.Router}{what}",
        .. new[]
        {
            Figures.Signed(c.Difference),
            Figures.Signed(c.Interval?.Low),
            Figures.Signed(c.Interval?.High),
            c.Told,
            Figures.Exact(c.MilsAShare),
            Figures.Exact(c.DollarsAParent),
            Figures.Bps(c.StandardDeviation),
            Figures.Whole(c.Count),
            Figures.Whole(c.Cheaper),
            Figures.Whole(c.Dearer),
            Figures.Whole(c.ParentsNeeded),
        }.Select(Table.Cell),
    ];

    private static string Sample(VerdictResult verdict)
    {
        var judged = verdict.OutOfSample
            ? "The parent orders judged are others than those that the parameters and the rival were chosen on."
            : "The parent orders judged are those that the parameters and the rival were chosen on.";
        return verdict.AgainstBestPlain.Interval is { } interval ? $"{judged} Interval: {interval.Method}." : judged;
    }

    private static Html Bracket(VerdictResult verdict) => verdict.Bracket is not { } bracket ? Html.None : Charged(
        verdict, "bracket", "The saving under the other assumptions on where in the queue orders stand", "assumption", bracket);

    private static Html Sensitivity(VerdictResult verdict)
    {
        if (verdict.Unfinished == 0) return Html.None;
        return Charged(
            verdict,
            "sensitivity",
            $"The saving if shares never filled, in {Figures.Count(verdict.Unfinished, "parent order")}, were charged otherwise",
            "charged at",
            [new("half the collar", verdict.Sensitivity.HalfCollar), new("twice the collar", verdict.Sensitivity.TwiceCollar)]);
    }

    private static Html Charged(
        VerdictResult verdict, string id, string caption, string by, IEnumerable<KeyValuePair<string, ChargedDifference>> rows)
    {
        List<(string Router, Func<ChargedDifference, BasisPoints> Of)> others = [(verdict.AgainstBestAsk.Router, d => d.AgainstBestAsk)];
        if (verdict.AgainstBestPlain.Router != verdict.AgainstBestAsk.Router)
            others.Insert(0, (verdict.AgainstBestPlain.Router, d => d.AgainstBestPlain));
        return Table.Of(
            id,
            caption,
            [by, .. others.Select(o => $"against {o.Router}, bps")],
            rows.Select(r => new[] { r.Key }.Concat(others.Select(o => Figures.Signed(o.Of(r.Value)))).Select(Table.Cell).ToArray()));
    }
}
