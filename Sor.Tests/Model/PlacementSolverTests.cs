using System.Numerics;
using Sor.Core.Model;

namespace Sor.Tests.Model;

public sealed class PlacementSolverTests
{
    [Fact]
    public void Few_shares_are_placed_as_a_plain_implementation_places_them() =>
        RandomDecisions.Small.Sample(Equals_the_reference, iter: 2_000);

    [Fact]
    public void Decisions_like_a_markets_are_placed_as_a_plain_implementation_places_them() =>
        RandomDecisions.LikeAMarket(0, 5, 20).Sample(Equals_the_reference, iter: 2_000);

    [Fact]
    public void Numbers_that_no_market_has_are_placed_as_a_plain_implementation_places_them()
    {
        var (narrow, wide) = (0, 0);
        RandomDecisions.Extreme.Sample(
            decision =>
            {
                Equals_the_reference(decision);
                var problem = decision.Problem(decision.Scenarios());
                var largest = ShareCosts.Of(in problem).LargestCost(in problem);
                Interlocked.Increment(ref VectorDescent.Fits(in problem, largest) ? ref narrow : ref wide);
            },
            iter: 1_000);

        narrow.ShouldBeGreaterThan(0);
        wide.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Twelve_venues_and_two_hundred_scenarios_are_placed_as_a_plain_implementation_places_them()
    {
        var random = new Random(12);
        for (var i = 0; i < 2; i++) Equals_the_reference(MarketDecision.Make(random, 12, 200));
    }

    [Fact]
    public void Costs_beyond_128_bits_are_refused()
    {
        var market = MarketDecision.Make(new Random(1), 2, 20);
        var decision = market with { Shares = long.MaxValue / 4, Limit = long.MaxValue / 2, Spread = long.MaxValue, Mid2 = long.MinValue };

        Should.Throw<OverflowException>(() => new PlacementSolver(2, 20).Solve(decision.Problem(decision.Scenarios())));
    }

    [Fact]
    public void What_is_expected_to_be_filled_is_the_mean_over_the_scenarios()
    {
        var decision = MarketDecision.Make(new Random(3), 3, 50) with { Ladder = [] };
        var problem = decision.Problem(decision.Scenarios());
        var solver = new PlacementSolver(3, 50);

        solver.Solve(in problem);

        solver.Limits.ContainsAnyExcept(0).ShouldBeTrue();
        for (var k = 0; k < 3; k++)
        {
            var limit = solver.Limits[k];
            solver.FilledShares(in problem, k).ShouldBe(decision.Filled.Sum(row => Math.Min(row[k], limit)));
        }
    }

    [Fact]
    public void Solving_allocates_nothing()
    {
        var random = new Random(5);
        var decisions = Enumerable.Range(0, 20)
            .Select(i => MarketDecision.Make(random, 1 + i % 12, 200))
            .Select(decision => (Decision: decision, Scenarios: decision.Scenarios()))
            .ToArray();
        var solver = new PlacementSolver(12, 200);
        Solve();

        Allocation.Of(() => { }, Solve).ShouldBe(0);

        void Solve()
        {
            foreach (var (decision, scenarios) in decisions) solver.Solve(decision.Problem(scenarios));
        }
    }

    [Fact]
    public void A_solver_keeps_nothing_of_the_decision_before()
    {
        var random = new Random(6);
        var solver = new PlacementSolver(12, 200);
        for (var i = 0; i < 50; i++)
        {
            var decision = MarketDecision.Make(random, random.Next(1, 13), random.Next(30, 201));
            var problem = decision.Problem(decision.Scenarios());
            var fresh = new PlacementSolver(12, 200);

            solver.Solve(in problem).ShouldBe(fresh.Solve(in problem));

            solver.Limits.ToArray().ShouldBe(fresh.Limits.ToArray());
            solver.Market.ShouldBe(fresh.Market);
        }
    }

    private static void Equals_the_reference(Decision decision)
    {
        var problem = decision.Problem(decision.Scenarios());
        var solver = new PlacementSolver(decision.Venues, decision.Moves.Length);
        var cost = solver.Solve(in problem);
        var (placement, reference) = new ReferencePlacement(decision).Solve();
        ((long[])[.. solver.Limits, solver.Market]).ShouldBe(placement);
        ((BigInteger)cost).ShouldBe(reference);
    }
}
