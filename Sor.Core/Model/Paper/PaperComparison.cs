namespace Sor.Core.Model.Paper;

/// <summary>A row of the paper's table, and what comes out here.</summary>
/// <param name="Printed">The paper's row.</param>
/// <param name="AllTaken">All shares taken.</param>
/// <param name="AllPosted">All shares posted at the first venue.</param>
/// <param name="Equal">Equal parts.</param>
/// <param name="AsPrinted">The split that the paper prints as the best; <c>null</c> where it prints none.</param>
/// <param name="Approximation">The paper's method from equal parts, as many steps as in the paper.</param>
/// <param name="Longer">The same with ten times as many steps.</param>
/// <param name="Solved">Our solver over as many scenarios as the paper has steps.</param>
/// <param name="Exact">Proposition 3, for one venue.</param>
public sealed record PaperComparison(
    PaperRow Printed,
    PaperSplit AllTaken,
    PaperSplit AllPosted,
    PaperSplit Equal,
    PaperSplit? AsPrinted,
    PaperSplit Approximation,
    PaperSplit Longer,
    PaperSplit Solved,
    PaperSplit? Exact)
{
    /// <summary>Steps of the paper's method.</summary>
    public const int Steps = 1_000;

    /// <summary>Draws of the outflow over which every W is taken, none of which a method has seen.</summary>
    public const int Draws = 100_000;

    /// <summary>Computes what stands beside a row; the same on every run.</summary>
    public static PaperComparison Of(PaperRow row)
    {
        var model = new PaperModel { Shares = row.Shares, Venues = row.Venues };
        var seen = PaperOutflows.Draw(row.Venues, 10 * Steps, seed: 1);
        var unseen = PaperOutflows.Draw(row.Venues, Draws, seed: 2);
        var equal = Enumerable.Repeat(model.Shares / (model.Venues + 1), model.Venues + 1).ToArray();
        var few = seen[..Steps];
        return new PaperComparison(
            row,
            Split([.. new double[row.Venues], row.Shares]),
            Split([row.Shares, .. new double[row.Venues]]),
            Split(equal),
            row.Market is { } market && row.Limit is { } limit
                ? Split([.. Enumerable.Repeat(limit / 100 * row.Shares, row.Venues), market / 100 * row.Shares])
                : null,
            Split(StochasticApproximation.Solve(model, few, equal)),
            Split(StochasticApproximation.Solve(model, seen, equal)),
            Split(PaperPlacement.Solve(model, few, out _)),
            row.Venues == 1 ? Split(ByProposition(model, unseen)) : null);

        PaperSplit Split(double[] placement)
        {
            var (cost, error) = model.MeanCost(placement, unseen);
            return new PaperSplit(row.Shares, placement, cost, error);
        }
    }

    /// <summary>
    /// V of two venues with S = 200, nothing taken and as many shares posted at each: dollars. The paper's proposition 2 would have it
    /// convex.
    /// </summary>
    /// <param name="limit">Shares posted at each.</param>
    public static double TwoVenues(double limit)
    {
        var model = new PaperModel { Shares = 200, Venues = 2 };
        return model.MeanCost([limit, limit, 0], PaperOutflows.Draw(2, Draws, seed: 2)).Mean * model.Shares / 100;
    }

    /// <summary>Proposition 3 with the law of the outflow as it was drawn.</summary>
    private static double[] ByProposition(PaperModel model, double[][] outflows)
    {
        double[] sorted = [.. outflows.Select(outflow => outflow[0]).Order()];
        var solved = SingleVenue.Solve(
            model,
            x => (double)sorted.Count(xi => xi <= x) / sorted.Length,
            p => sorted[Math.Min((int)Math.Ceiling(p * sorted.Length), sorted.Length) - 1]);
        return [solved.Limit, solved.Market];
    }
}
