namespace Sor.Core.Tuning;

/// <summary>
/// How parents are divided in time. By default the first half trains and the second half is the headline; walk-forward rolls a training
/// span and the test span after it through the data. Under four parents nothing can be held out: in-sample.
/// </summary>
/// <param name="Train">Length of a training span; <c>null</c> for halves.</param>
/// <param name="Test">Length of the test span after it.</param>
public sealed record SampleSplit(Duration? Train, Duration? Test)
{
    /// <summary>Fewest parents that are divided.</summary>
    public const int FewestParents = 4;

    /// <summary>The first half trains, the second half is the headline.</summary>
    public static SampleSplit Halves { get; } = new(null, null);

    /// <summary>Divides parents, given by their starts in time order.</summary>
    /// <returns>The folds in time order: each with the indices it trains on and those it is judged on. In-sample, these are the
    /// same.</returns>
    public IReadOnlyList<Fold> Divide(IReadOnlyList<ulong> starts)
    {
        var all = Enumerable.Range(0, starts.Count).ToArray();
        if (starts.Count < FewestParents) return [new Fold(all, all, InSample: true)];
        if (Train is not { Nanos: var train } || Test is not { Nanos: var test })
            return [new Fold(all[..(all.Length / 2)], all[(all.Length / 2)..], InSample: false)];

        // The test spans follow one another without a gap, so each parent after the first training span is in exactly one: the steps worth
        // a look are those of a parent, however many there are between the first and the last.
        var folds = new List<Fold>();
        var (first, last) = (starts[0], starts[^1]);
        for (var next = CountBefore(starts, first + train); next < all.Length;)
        {
            var middle = starts[next] - (starts[next] - first - train) % test;
            var end = CountBefore(starts, middle + test);
            var from = CountBefore(starts, middle - train);
            if (from < next)
                folds.Add(
                    new Fold(new ArraySegment<int>(all, from, next - from), new ArraySegment<int>(all, next, end - next), InSample: false));
            next = end;
        }

        return folds.Count > 0 ? folds : throw SorException.Usage(
                    $"no parent starts within a test span after a training span of {Nanos.Format((long)train)} s; the parents span {Nanos.Format((long)(last - first))} s"
                )
                .Advise(new GiveShorterSpans());
    }

    private static int CountBefore(IReadOnlyList<ulong> starts, ulong time)
    {
        var (low, high) = (0, starts.Count);
        while (low < high)
        {
            var half = (low + high) / 2;
            if (starts[half] < time) low = half + 1;
            else high = half;
        }

        return low;
    }
}

/// <summary>One division of parents, by index.</summary>
/// <param name="Train">Parents the parameters are chosen on.</param>
/// <param name="Test">Parents they are judged on.</param>
/// <param name="InSample">Whether these are the same since there are too few.</param>
public sealed record Fold(IReadOnlyList<int> Train, IReadOnlyList<int> Test, bool InSample);
