using Sor.Core.Model.Paper;

namespace Sor.Tests.Model;

public sealed class PaperTests
{
    public static TheoryData<int> SeveralVenues => [.. PaperRow.Table.Index().Where(row => row.Item.Venues > 1).Select(row => row.Index)];

    [Theory]
    [MemberData(nameof(SeveralVenues))]
    public void The_papers_table_comes_out_by_its_own_method_and_the_solver_is_never_dearer(int index)
    {
        var row = PaperComparison.Of(PaperRow.Table[index]);

        row.AllTaken.Cost.ShouldBe(PaperRow.AllTaken, .005);
        row.AllPosted.Cost.ShouldBe(row.Printed.AllPosted!.Value, .015);
        row.Equal.Cost.ShouldBe(row.Printed.Equal!.Value, .04);
        row.Approximation.Cost.ShouldBe(row.Printed.Best, .035);
        row.AsPrinted!.Cost.ShouldBe(row.Printed.Best, .025);
        row.Solved.Cost.ShouldBeLessThan(row.Approximation.Cost);
        row.Solved.Cost.ShouldBeLessThan(row.AsPrinted.Cost);
        row.Solved.Cost.ShouldBeLessThan(row.Longer.Cost);
        row.Approximation.PercentOf(row.Approximation.Market).ShouldBe(row.Printed.Market!.Value, 1.5);
    }

    [Theory]
    [InlineData(0, 1.54)]
    [InlineData(5, 2.19)]
    public void For_one_venue_the_solver_finds_the_optimum_of_proposition_3_and_not_what_is_printed(int index, double optimum)
    {
        var row = PaperComparison.Of(PaperRow.Table[index]);

        row.Exact!.Cost.ShouldBe(optimum, .005);
        row.Solved.Cost.ShouldBe(row.Exact.Cost, .005);
        row.Solved.Market.ShouldBe(row.Exact.Market, 5);
        row.Printed.Best.ShouldBeGreaterThan(optimum + .02);
    }

    [Fact]
    public void One_venue_with_an_exponential_outflow_has_the_papers_bounds_and_limit_order()
    {
        var solved = PaperOutflows.SolveExponential();

        solved.Low.ShouldBe(.03796, .000005);
        solved.High.ShouldBe(.05286, .000005);
        solved.Limit.ShouldBe(132.7, .05);
    }

    [Fact]
    public void One_venue_with_a_Poisson_outflow_takes_786_and_posts_214()
    {
        var solved = PaperOutflows.SolvePoisson();

        solved.Market.ShouldBe(786);
        solved.Limit.ShouldBe(214);
    }

    [Fact]
    public void The_cost_of_two_venues_is_not_convex() =>
        PaperComparison.TwoVenues(175).ShouldBeGreaterThan((PaperComparison.TwoVenues(150) + PaperComparison.TwoVenues(200)) / 2 + .1);

    [Fact]
    public void The_solvers_cost_is_the_papers_for_the_same_placement_and_draws()
    {
        var model = new PaperModel { Shares = 1_000, Venues = 3 };
        var draws = PaperOutflows.Draw(3, 200, seed: 3).Select(draw => draw.Select(xi => Math.Round(xi)).ToArray()).ToArray();
        var placement = PaperPlacement.Solve(model, draws, out var cost);

        model.MeanCost(placement, draws).Mean.ShouldBe(cost, 1e-9);
    }
}
