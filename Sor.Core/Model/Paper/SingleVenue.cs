namespace Sor.Core.Model.Paper;

/// <summary>The exact answer for one venue.</summary>
/// <remarks>Source: R. Cont, A. Kukanov, arXiv:1210.1625v4, proposition 3.</remarks>
/// <param name="Low">lambda_u up to here: all is posted; dollars per share.</param>
/// <param name="High">lambda_u from here: all is taken; dollars per share.</param>
/// <param name="Limit">L.</param>
/// <param name="Market">M.</param>
public readonly record struct SingleVenue(double Low, double High, double Limit, double Market)
{
    /// <summary>Solves a model with one venue.</summary>
    /// <param name="model">The model.</param>
    /// <param name="atMost">F, the distribution function of the outflow.</param>
    /// <param name="quantile">Its inverse.</param>
    public static SingleVenue Solve(PaperModel model, Func<double, double> atMost, Func<double, double> quantile)
    {
        var gain = 2 * model.HalfSpread + model.Fee + model.Rebate;
        var rest = model.HalfSpread + model.Rebate + model.Impact;
        var (low, high) = (gain / atMost(model.Queue + model.Shares) - rest, gain / atMost(model.Queue) - rest);
        var limit = model.Under <= low ? model.Shares : model.Under >= high ? 0 : quantile(gain / (model.Under + rest)) - model.Queue;
        return new SingleVenue(low, high, limit, model.Shares - limit);
    }
}
