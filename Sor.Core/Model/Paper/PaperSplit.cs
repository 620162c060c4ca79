namespace Sor.Core.Model.Paper;

/// <summary>A placement and what it costs.</summary>
/// <param name="Shares">S.</param>
/// <param name="Placement">L by venue, then M; shares.</param>
/// <param name="Cost">W, cents per share.</param>
/// <param name="StandardError">That of W.</param>
public sealed record PaperSplit(double Shares, IReadOnlyList<double> Placement, double Cost, double StandardError)
{
    /// <summary>M, shares.</summary>
    public double Market => Placement[^1];

    /// <summary>The mean L of a venue, shares.</summary>
    public double Limit => (Total - Market) / (Placement.Count - 1);

    /// <summary>M and all L, shares.</summary>
    public double Total => Placement.Sum();

    /// <summary>Shares in percent of S.</summary>
    public double PercentOf(double shares) => 100 * shares / Shares;
}
