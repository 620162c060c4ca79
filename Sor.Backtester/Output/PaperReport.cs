using Sor.Core.Model.Paper;

namespace Sor.Backtester.Output;

/// <summary>The paper's figures beside ours, in 80 columns.</summary>
internal sealed class PaperReport(TextWriter output)
{
    public void Write(IReadOnlyList<PaperComparison> rows)
    {
        Costs(rows);
        Splits(rows);
        OneVenue();
        NotMet(rows);
    }

    private void Costs(IReadOnlyList<PaperComparison> rows)
    {
        var error = rows.Max(row => new[] { row.AllPosted, row.Equal, row.Approximation, row.Solved }.Max(split => split.StandardError));
        Line("R. Cont, A. Kukanov, Optimal order placement in limit order markets");
        Line("(arXiv:1210.1625v4), Table 1: S shares over K venues; h .02, f .003, r .002,");
        Line("theta .0005, lambda_u and lambda_o .05 dollars a share; Q 2,000 shares.");
        Line($"W is the cost against the mid, cents a share; here over {PaperComparison.Draws:N0} draws of the");
        Line($"outflow that no method has seen (standard error at most {error:0.000}).");
        Line();
        Line($"All shares taken: {PaperRow.AllTaken:0.00} in every row of the paper, {rows[0].AllTaken.Cost:0.00} here.");
        Line();
        Line("               all posted         equal parts               best split");
        Line("    S  K   paper  here   off   paper  here   off   paper  here   off  solver");
        foreach (var row in rows)
        {
            var paper = row.Printed;
            var simple = $"{Beside(paper.AllPosted, row.AllPosted)}  {Beside(paper.Equal, row.Equal)}";
            Line($"{paper.Shares,5} {paper.Venues,2}  {simple}  {Beside(paper.Best, row.Approximation)}{row.Solved.Cost,8:0.00}");
        }

        Line();
        Line($"best split, here: by the paper's method, {PaperComparison.Steps:N0} steps of stochastic approximation");
        Line("from equal parts. solver: what decides in the backtest, over the same draws.");
        Line("off: here less paper. -: not printed in the paper, or not known to us.");
    }

    private void Splits(IReadOnlyList<PaperComparison> rows)
    {
        Line();
        Line("The best split in percent of S: M, L of each venue, all together.");
        Line();
        Line("               paper       its method    with 10,000 steps      solver");
        Line("    S  K     M   L  all     M   L  all       M   L  all       M   L  all");
        foreach (var row in rows)
        {
            var paper = row.Printed;
            var approximated = $"{Percent(row.Approximation)}    {Percent(row.Longer)}";
            var printed = Percent(paper.Market, paper.Limit, paper.Total);
            Line($"{paper.Shares,5} {paper.Venues,2}  {printed}  {approximated}    {Percent(row.Solved)}");
        }
    }

    private void OneVenue()
    {
        var (exponential, poisson) = (PaperOutflows.SolveExponential(), PaperOutflows.SolvePoisson());
        Line();
        Line("One venue, S 1,000, by proposition 3 (dollars a share; shares):");
        Line("  xi exponential  low .03796, high .05286, L 132.7 to be expected");
        Line($"                  low {exponential.Low:.00000}, high {exponential.High:.00000}, L {exponential.Limit:0.0} here");
        Line("  xi Poisson      M 786, L 214 to be expected");
        Line($"                  M {poisson.Market:0}, L {poisson.Limit:0} here");
    }

    private void NotMet(IReadOnlyList<PaperComparison> rows)
    {
        Line();
        Line("Where the paper's own figures cannot be met, and why");
        Line();
        foreach (var row in rows.Where(row => row.Exact is not null))
        {
            var (printed, exact, solved) = (row.Printed.Best, row.Exact!.Cost, row.Solved.Cost);
            Line($"- S {row.Printed.Shares:N0}, K 1: printed {printed:0.00}; the paper's own proposition 3 gives {exact:0.00}, the");
            Line($"  solver {solved:0.00}.");
        }

        Line("  So what is printed for one venue is not the optimum.");
        var worst = rows.Where(row => row.AsPrinted is not null).MaxBy(row => row.AsPrinted!.Cost - row.Solved.Cost)!;
        var (k, asPrinted) = (worst.Printed.Venues, worst.AsPrinted!.Cost);
        var (shares, printedCost) = (worst.Printed.Shares, worst.Printed.Best);
        Line($"- S {shares:N0}: the printed splits cost what is printed (K {k}: {printedCost:0.00}, here {asPrinted:0.00}), but");
        Line($"  cheaper ones exist ({worst.Solved.Cost:0.00}). After {PaperComparison.Steps:N0} steps the method is still under way;");
        Line($"  ten times as many make it {worst.Longer.Cost:0.00}.");
        Line("- S 5,000, L: some 200 shares get behind a queue of 2,000 (sd 34), so most of L");
        Line("  is idle and its gradient is theta alone. Where L stands after so many steps is");
        Line("  the start's doing and not the model's.");
        var (low, middle, high) = (PaperComparison.TwoVenues(150), PaperComparison.TwoVenues(175), PaperComparison.TwoVenues(200));
        Line("- Proposition 2 calls the cost convex. For two venues and more it is not: with");
        Line($"  K 2, S 200, M 0 and L t at each, V is {low:0.000}, {middle:0.000}, {high:0.000} dollars at");
        Line($"  t 150, 175, 200: the middle one lies above the mean of the others, {(low + high) / 2:0.000}.");
        Line("  So one start may end at a poor split; the solver has three.");
    }

    private static string Beside(double? paper, PaperSplit here) =>
        paper is { } printed ? $"{printed,6:0.00}{here.Cost,6:0.00}{Off(here.Cost - printed)}" : $"{"-",6}{here.Cost,6:0.00}{"-",6}";

    // Rounded first, so that nothing is not written with a sign.
    private static string Off(double difference) => $"{Math.Round(difference, 2) + 0.0,6:0.00}";

    private static string Percent(double? market, double? limit, double? total) => $"{Whole(market),4}{Whole(limit),4}{Whole(total),5}";

    private static string Percent(PaperSplit split) =>
        Percent(split.PercentOf(split.Market), split.PercentOf(split.Limit), split.PercentOf(split.Total));

    private static string Whole(double? percent) => percent is { } known ? known.ToString("0") : "-";

    private void Line(string text = "") => output.WriteLine(text);
}
