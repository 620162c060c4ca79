using Sor.Core.Simulation;

namespace Sor.Core.Model.Paper;

/// <summary>
/// Draws of the outflow of section 5.1: <c>xi_k = alpha xi_0 + (1 - alpha) eps_k</c>, all Poisson with mean 2,200 and independent, alpha
/// .6.
/// </summary>
public static class PaperOutflows
{
    private const double Alpha = .6;
    private const double Mean = 2_200;

    /// <summary>The law of xi_0 and of each eps.</summary>
    private static PoissonLaw Law { get; } = new(Mean);

    /// <summary>Draws by seed, the same on every machine.</summary>
    /// <param name="venues">K; 1: the venue's outflow is mixed all the same.</param>
    /// <param name="count">How many draws.</param>
    /// <param name="seed">Other seeds, other draws.</param>
    public static double[][] Draw(int venues, int count, ulong seed)
    {
        var random = new RandomStream(seed);
        var draws = new double[count][];
        for (var n = 0; n < count; n++)
        {
            var common = Law.Draw(ref random);
            draws[n] = new double[venues];
            for (var k = 0; k < venues; k++) draws[n][k] = Alpha * common + (1 - Alpha) * Law.Draw(ref random);
        }

        return draws;
    }

    /// <summary>The paper's example of one venue with S = 1,000 and an exponential outflow with mean 2,200.</summary>
    public static SingleVenue SolveExponential() =>
        SingleVenue.Solve(new PaperModel { Shares = 1_000, Venues = 1 }, x => 1 - Math.Exp(-x / Mean), p => -Mean * Math.Log(1 - p));

    /// <summary>The same with a Poisson outflow.</summary>
    public static SingleVenue SolvePoisson() =>
        SingleVenue.Solve(new PaperModel { Shares = 1_000, Venues = 1 }, Law.AtMost, p => Law.Quantile(p));
}
