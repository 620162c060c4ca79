using Sor.Core.Analysis;

namespace Sor.Tests.Analysis;

public sealed class MeanIntervalTests
{
    [Fact]
    public void The_points_of_Student_s_t_leave_out_a_fortieth_on_either_side()
    {
        for (var freedom = 1; freedom <= 28; freedom++)
            Within(MeanInterval.StudentPoint(freedom), freedom).ShouldBe(.95, .0001, $"{freedom} degrees of freedom");
    }

    [Fact]
    public void Two_parents_have_an_interval_of_twelve_standard_errors()
    {
        var difference = PairedDifference.Of([0, 4], [0, 0]);

        difference.Interval!.Low.ShouldBe(2 - 12.7062 * 2, .0001);
        difference.Interval.High.ShouldBe(2 + 12.7062 * 2, .0001);
        difference.IsBeyondChance.ShouldBeFalse();
        difference.ParentsNeeded.ShouldBe(16, "2.8 standard deviations of 2.83 over a mean of 2, squared");
    }

    [Fact]
    public void Five_parents_of_one_sign_may_be_chance_and_six_are_more()
    {
        PairedDifference.Of([1, 1, 1, 1, 1.1], [0, 0, 0, 0, 0]).IsBeyondChance.ShouldBeFalse();
        PairedDifference.Of([1, 1, 1, 1, 1, 1.1], [0, 0, 0, 0, 0, 0]).IsBeyondChance.ShouldBeTrue();
    }

    [Fact]
    public void One_parent_shows_nothing()
    {
        var difference = PairedDifference.Of([5], [0]);

        difference.Interval.ShouldBeNull();
        difference.StandardDeviation.ShouldBeNull();
        difference.IsBeyondChance.ShouldBeFalse();
    }

    [Theory]
    [InlineData(29, 1, "95 %, Student's t over parents")]
    [InlineData(30, 1, "95 %, bootstrap over parents")]
    [InlineData(90, 9, "95 %, bootstrap over parents")]
    [InlineData(90, 10, "95 %, Student's t over days")]
    [InlineData(90, 30, "95 %, bootstrap over days")]
    public void Parents_are_independent_until_there_are_ten_days_of_them(int parents, int days, string method)
    {
        var values = Enumerable.Range(0, parents).Select(i => (double)(i * 7 % 11)).ToList();

        PairedDifference.Of(values, [.. Enumerable.Range(0, parents).Select(i => i * days / parents)]).Interval!.Method.ShouldBe(method);
    }

    [Fact]
    public void Days_that_are_alike_within_tell_less_than_their_parents_would()
    {
        // Ten days of ten parents that are all the same within a day: ten values, not a hundred.
        var days = Enumerable.Range(0, 100).Select(i => i / 10).ToList();
        var values = days.Select(day => (double)(day % 2 == 0 ? 1 : -.5)).ToList();

        var byDay = PairedDifference.Of(values, days).Interval!;
        var alone = PairedDifference
            .Of([.. Enumerable.Range(0, 10).Select(day => values[10 * day])], [.. Enumerable.Repeat(0, 10)])
            .Interval!;

        byDay.Low.ShouldBe(alone.Low, 1e-9);
        byDay.High.ShouldBe(alone.High, 1e-9);
    }

    /// <summary>The probability of less than t on either side: the density is the cosine's power once x is put as the tangent.</summary>
    private static double Within(double t, int freedom)
    {
        double Integral(double to)
        {
            const int Steps = 20_000;
            var sum = 0.0;
            for (var i = 0; i < Steps; i++) sum += Math.Pow(Math.Cos((i + .5) * to / Steps), freedom - 1);
            return sum * to / Steps;
        }

        return Integral(Math.Atan(t / Math.Sqrt(freedom))) / Integral(Math.PI / 2);
    }
}
