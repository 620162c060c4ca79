namespace Sor.Core.Model.Paper;

/// <summary>
/// The paper's own method: steps of one size against the gradient of one draw at a time; the answer is the mean of where they led.
/// </summary>
/// <remarks>
/// Source: R. Cont, A. Kukanov, arXiv:1210.1625v4, section 4. Orders of less than nothing are set to nothing, of which the paper does not
/// speak. The cost is not convex for two venues and more, so that where it ends depends on the start.
/// </remarks>
public static class StochasticApproximation
{
    /// <summary>Solves by one pass over draws of the outflow.</summary>
    /// <param name="model">The model.</param>
    /// <param name="outflows">The draws, one for each step.</param>
    /// <param name="start">L by venue, then M.</param>
    /// <returns>L by venue, then M.</returns>
    public static double[] Solve(PaperModel model, IReadOnlyList<double[]> outflows, ReadOnlySpan<double> start)
    {
        var x = start.ToArray();
        var mean = new double[x.Length];
        var step = StepSize(model, outflows.Count);
        foreach (var outflow in outflows)
        {
            Step(model, outflow, x, step);
            for (var i = 0; i < x.Length; i++) mean[i] += x[i] / outflows.Count;
        }

        return mean;
    }

    /// <summary>gamma of section 4.</summary>
    private static double StepSize(PaperModel model, int steps)
    {
        var penalties = model.Impact + model.Under + model.Over;
        var (market, limit) = (model.HalfSpread + model.Fee + penalties, model.HalfSpread + model.Rebate + penalties);
        return Math.Sqrt(model.Venues) * model.Shares / Math.Sqrt(steps * (market * market + model.Venues * limit * limit));
    }

    private static void Step(PaperModel model, double[] outflow, double[] x, double step)
    {
        var filled = x[^1];
        for (var k = 0; k < model.Venues; k++) filled += Math.Min(x[k], Math.Max(0, outflow[k] - model.Queue));
        var balance = filled < model.Shares ? -(model.Under + model.Impact) : filled > model.Shares ? model.Over : 0;
        for (var k = 0; k < model.Venues; k++)
        {
            var whole = outflow[k] > model.Queue + x[k];
            x[k] = Math.Max(0, x[k] - step * (model.Impact + (whole ? balance - (model.HalfSpread + model.Rebate) : 0)));
        }

        x[^1] = Math.Max(0, x[^1] - step * (model.HalfSpread + model.Fee + model.Impact + balance));
    }
}
