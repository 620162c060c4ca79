using Sor.Core.Book;
using Sor.Core.Model;

namespace Sor.Core.Routing;

/// <summary>
/// <c>queue</c>: the model of Cont and Kukanov whole. At a slice's start it decides how many of the shares due to take now, and how many to
/// post at each venue that shows the best price, so that the cost is lowest over what happened in the slices of the last half hour. See
/// <see cref="PlacementProblem"/>.
/// </summary>
/// <param name="Parameters">What a user weighs.</param>
/// <param name="OverfillNano">How many times what is due may be taken and posted together, times 1e9; at least 1e9.</param>
public sealed record QueueRouter(PlacementParameters Parameters, long OverfillNano) : IOncePerSlice
{
    /// <summary>The name in options and results.</summary>
    public const string RouterName = "queue";

    /// <summary>With fewer slices to learn from it does as <c>join</c>.</summary>
    public const int FewestScenarios = 30;

    /// <summary>The most slices that it looks at.</summary>
    public const int MostScenarios = 200;

    private static readonly JoinRouter Join = new();

    // A solver has room for the largest problem and keeps nothing between two: each thread has one for all executions.
    [ThreadStatic]
    private static PlacementSolver? solver;

    /// <inheritdoc/>
    public string Name => RouterName;

    /// <inheritdoc/>
    public bool Rests => true;

    /// <inheritdoc/>
    public void Decide(in RoutingView view, Placement orders)
    {
        if (!view.IsSliceStart) return;
        if (view.Sample is not { Count: >= FewestScenarios } sample)
        {
            orders.IsUnlearnt = true;
            Join.Decide(in view, orders);
            return;
        }

        var found = solver ??= new PlacementSolver(InstrumentBook.MaxVenues, MostScenarios);
        Span<byte> venues = stackalloc byte[view.Bid.Length];
        Span<uint> sizes = stackalloc uint[view.Bid.Length];
        Span<long> addFees = stackalloc long[view.Bid.Length];
        Span<SweepStep> ladder = stackalloc SweepStep[view.Bid.Length];
        var count = 0;
        foreach (var venue in view.ByMic)
        {
            if (!view.ShowsSlicePrice(venue)) continue;
            (venues[count], sizes[count], addFees[count]) = (venue, view.BidSize[venue], view.AddFee[venue]);
            count++;
        }

        var scenarios = sample.Of(venues[..count], sizes[..count]);
        VenueRanking.Begin(out var offers);
        NetRouter.Rank(in view, ref offers);
        for (var i = 0; i < offers.Count; i++) ladder[i] = new SweepStep(offers[i].Key, offers[i].Available);
        var problem = new PlacementProblem
        {
            Shares = view.Want,
            Limit = Math.Min(view.Left, (long)((Int128)OverfillNano * view.Want / Nanos.One)),
            Mid2 = view.Mid2,
            Spread = view.FirstSpread,
            AddFees = addFees[..count],
            Ladder = ladder[..offers.Count],
            Scenarios = scenarios,
            Parameters = Parameters,
        };
        found.Solve(in problem);
        orders.Most = problem.Limit;
        offers.Take(found.Market, orders);

        for (var k = 0; k < count; k++)
        {
            var expected = (Int128)found.FilledShares(in problem, k) * Nanos.One / scenarios.Count;
            orders.Rest(venues[k], found.Limits[k], expectedNano: (long)expected);
        }
    }
}
