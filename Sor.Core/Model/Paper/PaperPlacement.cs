namespace Sor.Core.Model.Paper;

/// <summary>
/// The paper's model handed to the solver of the backtest: the same cost in half nano-dollars, over draws of the outflow in whole shares.
/// </summary>
public static class PaperPlacement
{
    private const double Nano = 1e9;

    /// <summary>Solves over draws of the outflow; up to twice the shares may be sent.</summary>
    /// <param name="model">The model.</param>
    /// <param name="outflows">The draws.</param>
    /// <param name="cost">The mean cost over the draws in whole shares, cents per share.</param>
    /// <returns>L by venue, then M.</returns>
    public static double[] Solve(PaperModel model, IReadOnlyList<double[]> outflows, out double cost)
    {
        var scenarios = new Scenarios(model.Venues, outflows.Count);
        scenarios.Begin(model.Venues);
        foreach (var outflow in outflows)
        {
            long[] filled = [.. outflow.Select(xi => (long)Math.Round(Math.Max(0, xi - model.Queue)))];
            scenarios.Add(move: 0, completion: Nanos(2 * model.Under), filled);
        }

        scenarios.Complete();
        var shares = (long)model.Shares;
        var solver = new PlacementSolver(model.Venues, outflows.Count);
        var sum = solver.Solve(new PlacementProblem
        {
            Shares = shares,
            Limit = 2 * shares,
            Mid2 = 0,
            Spread = Nanos(2 * model.HalfSpread),
            AddFees = Enumerable.Repeat(-Nanos(model.Rebate), model.Venues).ToArray(),
            Ladder = [new SweepStep(Nanos(model.HalfSpread + model.Fee), shares)],
            Scenarios = scenarios,
            Parameters = new PlacementParameters(Nanos(1), Nanos(model.Over / model.HalfSpread), Nanos(model.Impact / model.HalfSpread)),
        });
        cost = 100 * (double)sum / (2 * Nano) / outflows.Count / model.Shares;
        return [.. solver.Limits.ToArray(), solver.Market];
    }

    private static long Nanos(double amount) => (long)Math.Round(amount * Nano);
}
