using Sor.Backtester.Output.Report.Charts;
using Sor.Core.Results;

namespace Sor.Backtester.Output.Report.Sections;

/// <summary>Where the saving comes from, and how it is spread over the judged parents.</summary>
internal static class SavingSection
{
    public static Html Of(BacktestResult result)
    {
        var verdict = result.Verdict;
        var judged = result.Parents.Where(p => p.AgainstBestPlain is not null).ToList();
        var whole = ("together", verdict.AgainstBestAsk.Difference);
        (string Name, BasisPoints Bps)[] parts =
        [
            ("order of fees", verdict.SavingBy.FeeOrderBps),
            ("waiting and depth", verdict.SavingBy.WaitingAndDepthBps),
            ("resting", verdict.SavingBy.RestingBps),
        ];
        return $"""
            <section id="saving" aria-labelledby="saving-title">
            <h2 id="saving-title">Where the saving comes from</h2>
            <p>The saving of {verdict.Optimized} against {verdict.AgainstBestAsk.Router} taken apart. The order of fees needs no model: it
            is what net saves where both take at the same moment.</p>
            <div class="figures">
            {Bars.Of("Parts of the saving", "bps", [.. parts.Select(p => p.Name)], [("", [.. parts.Select(p => (double)p.Bps.Value)])])}
            {Table.Of("saving-by", "Parts of the saving; they add up", ["part", "bps"], [.. parts.Select(Row), Row(whole)])}
            </div>
            {Parts(verdict)}
            <div class="figures">
            {Differences("differences-plain", verdict.AgainstBestPlain.Router, judged.Select(p => p.AgainstBestPlain!.Value))}
            {Differences("differences-ask", verdict.AgainstBestAsk.Router, judged.Select(p => p.AgainstBestAsk!.Value))}
            </div>
            </section>

            """;
    }

    private static Html Parts(VerdictResult verdict)
    {
        if (verdict.SavingParts is not { } parts) return Html.None;
        (string Name, BasisPoints Bps)[] rows =
        [
            ("half-spread earned by resting", parts.RestingHalfSpreadBps),
            ("the mid's move in 10 s after resting fills", parts.AdverseSelectionBps),
            ("taking", parts.TakingBps),
            ("closing sweeps", parts.ClosingBps),
            ("fees", parts.FeesBps),
            ("drift of the mid before", parts.DriftBps),
            ("remainder", parts.RemainderBps),
            ("together", verdict.AgainstBestAsk.Difference),
        ];
        return Table.Of("saving-parts", "The same saving by what is paid; positive saves", ["part", "bps"], [.. rows.Select(Row)]);
    }

    private static Html Differences(string id, string other, IEnumerable<BasisPoints> savings) =>
        Histogram.Of(id, $"Saving against {other}: parent orders by size", [.. savings.Select(s => s.Shown)]);

    private static Html[] Row((string Name, BasisPoints Bps) part) => [Table.Cell(part.Name), Table.Cell(Figures.Signed(part.Bps))];
}
