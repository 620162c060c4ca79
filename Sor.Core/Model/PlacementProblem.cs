namespace Sor.Core.Model;

/// <summary>
/// One decision of Cont and Kukanov: how many shares to take now (M), and how many to post at each venue that shows the best price (L).
/// Everything is turned for sells, so that a lower price is better.
/// </summary>
/// <remarks>
/// Source: R. Cont, A. Kukanov, <em>Optimal order placement in limit order markets</em>, arXiv:1210.1625, eq. 5. What differs from it, and
/// why, is in docs/model.md.
/// </remarks>
public readonly ref struct PlacementProblem
{
    /// <summary>S, the shares that are due; positive.</summary>
    public required long Shares { get; init; }

    /// <summary>R, the most that M and all L may be together; not negative.</summary>
    public required long Limit { get; init; }

    /// <summary>Twice the mid, nano-dollars.</summary>
    public required long Mid2 { get; init; }

    /// <summary>Best offer less best bid, nano-dollars, which is twice the half-spread; not negative.</summary>
    public required long Spread { get; init; }

    /// <summary>What a fill of a resting order costs at each venue, nano-dollars per share, by MIC; negative is earned.</summary>
    public required ReadOnlySpan<long> AddFees { get; init; }

    /// <summary>What is left to take within the collar, cheapest all-in first; M goes no further than its end.</summary>
    public required ReadOnlySpan<SweepStep> Ladder { get; init; }

    /// <summary>What happened in earlier slices; its venues are those of <see cref="AddFees"/>, in the same order.</summary>
    public required Scenarios Scenarios { get; init; }

    /// <summary>The weights.</summary>
    public required PlacementParameters Parameters { get; init; }

    /// <summary>The most that M may be.</summary>
    public long MarketLimit
    {
        get
        {
            var offered = 0L;
            foreach (var step in Ladder) offered = checked(offered + step.Shares);
            return Math.Min(Math.Min(Shares, Limit), offered);
        }
    }
}
