namespace Sor.Core.Model.Paper;

/// <summary>A row of the paper's Table 1 as it is printed: costs W in cents per share, orders in percent of S.</summary>
/// <param name="Shares">S.</param>
/// <param name="Venues">K.</param>
/// <param name="Market">M; <c>null</c> here and elsewhere where our record of the table has none.</param>
/// <param name="Limit">L of each venue.</param>
/// <param name="Total">M and all L.</param>
/// <param name="AllPosted">W of S shares posted at the first venue.</param>
/// <param name="Equal">W of equal parts, M one of them.</param>
/// <param name="Best">W of the paper's X*.</param>
public sealed record PaperRow(
    int Shares, int Venues, double? Market, double? Limit, double? Total, double? AllPosted, double? Equal, double Best)
{
    /// <summary>W of all shares taken: h + f + theta, in every row.</summary>
    public const double AllTaken = 2.35;

    /// <summary>All rows of the table.</summary>
    /// <remarks>Source: R. Cont, A. Kukanov, arXiv:1210.1625v4, Table 1.</remarks>
    public static IReadOnlyList<PaperRow> Table { get; } =
    [
        new(1_000, 1, null, null, 100, 3.65, 2.27, 2.07),
        new(1_000, 2, 56, 27, 111, 3.64, 1.28, .77),
        new(1_000, 3, 35, 23, 104, 3.65, .09, -.07),
        new(1_000, 4, 15, 22.5, 106, 3.64, -.88, -.90),
        new(1_000, 5, 1, 21, 106, 3.65, -1.29, -1.64),
        new(5_000, 1, null, null, null, null, null, 2.22),
        new(5_000, 2, 88, 8, 104, 4.81, 3.60, 2.10),
        new(5_000, 3, 83, 9, 110, 4.81, 3.55, 1.95),
        new(5_000, 4, 79, 11, 124, 4.81, 3.39, 1.79),
        new(5_000, 5, 75, 11, 129, 4.82, 3.22, 1.62),
    ];
}
