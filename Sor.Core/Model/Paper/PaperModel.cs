namespace Sor.Core.Model.Paper;

/// <summary>
/// The model as the paper states it: dollars per share, shares as real numbers, venues alike, a queue of known length at each. Floating
/// point, for the paper's own tables; what the backtest decides by is <see cref="PlacementCost"/>.
/// </summary>
/// <remarks>Source: R. Cont, A. Kukanov, arXiv:1210.1625v4, eq. 1 and 5, and the parameters of section 5.1.</remarks>
public sealed record PaperModel
{
    /// <summary>S, shares to buy.</summary>
    public required double Shares { get; init; }

    /// <summary>K, how many venues there are, all alike.</summary>
    public required int Venues { get; init; }

    /// <summary>h, dollars per share.</summary>
    public double HalfSpread { get; init; } = .02;

    /// <summary>f, the fee of taking, dollars per share.</summary>
    public double Fee { get; init; } = .003;

    /// <summary>r, the effective rebate of every venue, dollars per share.</summary>
    public double Rebate { get; init; } = .002;

    /// <summary>theta, the impact of every share sent, dollars per share.</summary>
    public double Impact { get; init; } = .0005;

    /// <summary>lambda_u, dollars per share that is missing.</summary>
    public double Under { get; init; } = .05;

    /// <summary>lambda_o, dollars per share too many.</summary>
    public double Over { get; init; } = .05;

    /// <summary>Q, shares before ours at every venue.</summary>
    public double Queue { get; init; } = 2_000;

    /// <summary>v: what a placement costs against the mid, dollars.</summary>
    /// <param name="placement">L by venue, then M.</param>
    /// <param name="outflow">xi: what left the front of each venue's queue.</param>
    public double Cost(ReadOnlySpan<double> placement, ReadOnlySpan<double> outflow)
    {
        var market = placement[Venues];
        var (filled, sent) = (market, market);
        for (var k = 0; k < Venues; k++)
        {
            sent += placement[k];
            filled += Math.Min(placement[k], Math.Max(0, outflow[k] - Queue));
        }

        var (missing, over) = (Math.Max(0, Shares - filled), Math.Max(0, filled - Shares));
        return (HalfSpread + Fee) * market - (HalfSpread + Rebate) * (filled - market)
            + Impact * (sent + missing) + Under * missing + Over * over;
    }

    /// <summary>The mean cost over draws of the outflow, and its standard error, cents per share: the paper's W.</summary>
    public (double Mean, double StandardError) MeanCost(ReadOnlySpan<double> placement, IReadOnlyList<double[]> outflows)
    {
        var (sum, squares, cents) = (0.0, 0.0, 100 / Shares);
        foreach (var outflow in outflows)
        {
            var cost = Cost(placement, outflow) * cents;
            sum += cost;
            squares += cost * cost;
        }

        var mean = sum / outflows.Count;
        return (mean, Math.Sqrt(Math.Max(0, squares / outflows.Count - mean * mean) / outflows.Count));
    }
}
