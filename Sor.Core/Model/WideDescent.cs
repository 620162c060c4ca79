namespace Sor.Core.Model;

/// <summary>
/// The descent for numbers of any size: a share at a time in 64 bits, costs in 128. Some fifty times slower than
/// <see cref="VectorDescent"/>, and the same result.
/// </summary>
internal sealed class WideDescent(int venues, int scenarios) : Descent<Int128>(venues)
{
    private readonly long[] lack = new long[scenarios];
    private long nearest;
    private Scenarios sample = new(0, 0);

    protected override void Clear(Scenarios scenarios, long shares)
    {
        sample = scenarios;
        lack.AsSpan(0, sample.Count).Fill(shares);
    }

    protected override (long Filled, Int128 Moved) Fills(int order, long shares)
    {
        var (filled, moved) = (0L, (Int128)0);
        for (var s = 0; s < sample.Count; s++)
        {
            var fill = Fill(order, s, shares);
            checked
            {
                filled += fill;
                moved += (Int128)sample.Moves[s] * fill;
            }
        }

        return (filled, moved);
    }

    protected override long Missing(int order, long from, long to)
    {
        var missing = 0L;
        for (var s = 0; s < sample.Count; s++)
            missing = checked(missing + Math.Max(0, lack[s] + Fill(order, s, from) - Fill(order, s, to)));
        return missing;
    }

    protected override void Place(int order, long from, long to)
    {
        for (var s = 0; s < sample.Count; s++) lack[s] += Fill(order, s, from) - Fill(order, s, to);
    }

    protected override void FindNear(long d) => nearest = d;

    protected override long Near(int order, long from, long to)
    {
        var sum = 0L;
        for (var s = 0; s < sample.Count; s++)
            if (Math.Abs(lack[s]) < nearest) sum = checked(sum + Fill(order, s, to) - Fill(order, s, from));
        return sum;
    }

    protected override long Overlap(int giver, long from, long less, int taker, long to, long more)
    {
        var overlap = 0L;
        for (var s = 0; s < sample.Count; s++)
        {
            if (Math.Abs(lack[s]) >= nearest) continue;
            var freed = lack[s] + Fill(giver, s, from) - Fill(giver, s, less);
            var taken = Fill(taker, s, more) - Fill(taker, s, to);
            overlap += Math.Max(0, freed) - Math.Max(0, lack[s]) + Math.Max(0, lack[s] - taken) - Math.Max(0, freed - taken);
        }

        return overlap;
    }

    private long Fill(int order, int scenario, long shares) =>
        order == sample.Venues ? shares : Math.Min(shares, sample.Filled(order)[scenario]);
}
