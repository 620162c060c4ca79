using System.Numerics;
using Sor.Core.Model;

namespace Sor.Tests.Model;

public sealed class PlacementCostTests
{
    private const long Cent = 10_000_000;

    // One venue, one scenario that fills 60 shares and sees the mid fall by a cent; completing a share costs three half-cents.
    // Offers of 50 at 10.01 and 50 at 10.02, without fees.
    private static readonly Decision Plain = new()
    {
        Shares = 100,
        Limit = 200,
        Mid2 = 2_001 * Cent,
        Spread = Cent,
        AddFees = [-2_000_000],
        Ladder = [new(1_001 * Cent, 50), new(1_002 * Cent, 50)],
        Filled = [[60]],
        Moves = [-2 * Cent],
        Completions = [3 * Cent],
        Parameters = new(0, 0, 0),
    };

    [Fact]
    public void Taking_costs_the_sweep_against_the_mid() =>
        Cost(Plain, market: 60, limit: 0).ShouldBe(50 * Cent + 10 * 3 * Cent + 40 * -2 * Cent);

    [Fact]
    public void A_fill_earns_the_half_spread_and_the_rebate_and_what_is_missing_moves_with_the_mid() =>
        Cost(Plain, market: 0, limit: 50).ShouldBe(-50 * (Cent + 4_000_000) + 50 * -2 * Cent);

    [Fact]
    public void A_fill_ends_at_what_the_scenario_trades() =>
        Cost(Plain, market: 0, limit: 200).ShouldBe(-60 * (Cent + 4_000_000) + 40 * -2 * Cent);

    [Fact]
    public void A_missing_share_costs_lambda_under_times_completing_it_with_the_depth_of_the_target()
    {
        // C: three half-cents, and the mean of the sweep is half a cent above its first price, which is a cent once doubled.
        var decision = Plain with { Parameters = new(500_000_000, 0, 0) };
        Cost(decision, market: 0, limit: 0).ShouldBe(100 * (-2 * Cent + 2 * Cent));
    }

    [Fact]
    public void A_share_too_many_costs_lambda_over_half_spreads_less_the_move()
    {
        var decision = Plain with { Parameters = new(0, 3_000_000_000, 0) };
        Cost(decision, market: 50, limit: 60).ShouldBe(50 * Cent - 60 * (Cent + 4_000_000) + 10 * (3 * Cent + 2 * Cent));
    }

    [Fact]
    public void Theta_is_paid_on_what_is_taken_posted_and_missing()
    {
        var decision = Plain with { Parameters = new(0, 0, 250_000_000) };
        (Cost(decision, market: 10, limit: 70) - Cost(Plain, market: 10, limit: 70)).ShouldBe((10 + 70 + 30) * Cent / 4);
    }

    [Theory]
    [InlineData(5, 2)]
    [InlineData(7, 4)]
    public void Products_with_parameters_are_rounded_half_to_even(long spread, long rounded)
    {
        var decision = Plain with { Spread = spread, Parameters = new(0, 0, 500_000_000) };
        (Cost(decision, 0, 0) - Cost(decision with { Parameters = new(0, 0, 0) }, 0, 0)).ShouldBe(100 * rounded);
    }

    [Fact]
    public void Completing_never_costs_less_than_nothing()
    {
        var decision = Plain with { Completions = [-50 * Cent], Parameters = new(1_000_000_000, 0, 0) };
        Cost(decision, 0, 0).ShouldBe(Cost(Plain, 0, 0));
    }

    [Fact]
    public void More_than_is_left_to_take_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Cost(Plain, market: 101, limit: 0));

    [Fact]
    public void The_cost_is_that_of_a_plain_sum_for_any_placement() =>
        (from decision in Gen.OneOf(RandomDecisions.LikeAMarket(0, 5, 20), RandomDecisions.Extreme)
         from parts in Gen.Long[0, 100].Array[decision.Venues + 1]
         select (decision, parts)).Sample((decision, parts) =>
        {
            var problem = decision.Problem(decision.Scenarios());
            long[] placement = [.. parts[..^1].Select(part => decision.Shares * part / 100), problem.MarketLimit * parts[^1] / 100];
            var cost = PlacementCost.Sum(in problem, placement[^1], placement.AsSpan(0, decision.Venues));
            ((BigInteger)cost).ShouldBe(new ReferencePlacement(decision).Cost(placement));
        });

    private static Int128 Cost(Decision decision, long market, long limit) =>
        PlacementCost.Sum(decision.Problem(decision.Scenarios()), market, [limit]);
}
