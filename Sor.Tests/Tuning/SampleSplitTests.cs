using Sor.Core.Tuning;

namespace Sor.Tests.Tuning;

public sealed class SampleSplitTests
{
    [Fact]
    public void Walk_forward_gives_the_folds_of_every_step_that_has_parents_on_both_sides() =>
        Gen.Select(Gen.ULong[0, 60].List[SampleSplit.FewestParents, 12], Gen.ULong[1, 70], Gen.ULong[1, 30]).Sample(
            (starts, train, test) =>
            {
                starts.Sort();
                var expected = EveryStep(starts, train, test);
                var split = new SampleSplit(new Duration(train), new Duration(test));
                if (expected.Count == 0) Should.Throw<SorException>(() => split.Divide(starts)).Kind.ShouldBe(FailureKind.Request);
                else Shown(split.Divide(starts)).ShouldBe(expected);
            },
            iter: 20_000);

    [Fact(Timeout = 10_000)]
    public async Task A_test_span_far_shorter_than_the_data_is_divided_at_once()
    {
        const ulong hour = 3_600_000_000_000;
        var starts = Enumerable.Range(0, 1_000).Select(i => (ulong)i * hour).ToList();

        var split = new SampleSplit(new Duration(hour), new Duration(1));
        var folds = await Task.Run(() => split.Divide(starts), TestContext.Current.CancellationToken);

        folds.Count.ShouldBe(999, "one for each parent after the first training span");
        folds.Select(f => (f.Train.Single(), f.Test.Single())).ShouldBe(Enumerable.Range(0, 999).Select(i => (i, i + 1)));
    }

    /// <summary>The definition: the spans roll from the first parent to the last by one test span a step.</summary>
    private static List<string> EveryStep(List<ulong> starts, ulong train, ulong test)
    {
        var folds = new List<string>();
        for (var from = starts[0]; from + train <= starts[^1]; from += test)
        {
            var trained = Indices(starts, from, from + train);
            var judged = Indices(starts, from + train, from + train + test);
            if (trained.Count > 0 && judged.Count > 0) folds.Add(Shown(trained, judged));
        }

        return folds;
    }

    private static List<int> Indices(List<ulong> starts, ulong from, ulong to) =>
        [.. Enumerable.Range(0, starts.Count).Where(i => starts[i] >= from && starts[i] < to)];

    private static List<string> Shown(IEnumerable<Fold> folds) => [.. folds.Select(f => Shown(f.Train, f.Test))];

    private static string Shown(IEnumerable<int> train, IEnumerable<int> test) => $"[{string.Join(' ', train)}] [{string.Join(' ', test)}]";
}
