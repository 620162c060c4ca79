using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sor.Core.Model;

/// <summary>
/// The descent where all numbers are small, as they are in markets: shares of a scenario in 32 bits, as many at a time as the machine can,
/// and costs in 64.
/// </summary>
internal sealed class VectorDescent(int venues, int scenarios) : Descent<long>(venues)
{
    // Stands after the last scenario: misses nothing and is near nothing.
    private const int Nobody = int.MinValue / 2;

    // What each live scenario misses of the target; below 0, what it has too many.
    private readonly int[] lack = new int[Scenarios.Pad(scenarios)];

    // The same for all scenarios that fill nothing at any venue.
    private long idleLack;

    // The scenarios near the target, and what of them an overlap needs.
    private readonly int[] rows = new int[Scenarios.Pad(scenarios)];
    private readonly int[] nearLack = new int[Scenarios.Pad(scenarios)];
    private readonly int[] nearFills = new int[(venues + 1) * Scenarios.Pad(scenarios) + 1];
    private int near;
    private int nearPadded;
    private Scenarios sample = new(0, 0);

    /// <summary>Whether no sum of a decision can leave its bits.</summary>
    /// <param name="problem">The decision.</param>
    /// <param name="largestCost">What no cost of it exceeds; see <see cref="ShareCosts.LargestCost"/>.</param>
    public static bool Fits(in PlacementProblem problem, Int128 largestCost)
    {
        var sample = problem.Scenarios;
        var sumsPerLane = sample.LivePadded / Vector<int>.Count + 1;
        var largestLane = (Int128)Math.Max(problem.Shares, problem.Limit) * sumsPerLane * Math.Max(1, sample.LargestMove / sample.MoveUnit);
        return largestLane <= int.MaxValue && largestCost <= long.MaxValue;
    }

    protected override void Clear(Scenarios scenarios, long shares)
    {
        sample = scenarios;
        lack.AsSpan(0, sample.Live).Fill((int)shares);
        lack.AsSpan(sample.Live, sample.LivePadded - sample.Live).Fill(Nobody);
        idleLack = shares;
    }

    protected override (long Filled, long Moved) Fills(int order, long shares)
    {
        if (order == sample.Venues) return (sample.Count * shares, (long)sample.MoveSum * shares);
        var column = sample.Column(order);
        ref var fill = ref MemoryMarshal.GetReference(column);
        ref var move = ref MemoryMarshal.GetReference(sample.UnitMoves);
        var size = Vector.Create((int)shares);
        var (filled, moved) = (Vector<int>.Zero, Vector<int>.Zero);
        for (nuint s = 0; s < (nuint)column.Length; s += (nuint)Vector<int>.Count)
        {
            var shareOf = Vector.Min(Vector.LoadUnsafe(ref fill, s), size);
            filled += shareOf;
            moved += shareOf * Vector.LoadUnsafe(ref move, s);
        }

        return (Sum(filled), Sum(moved) * sample.MoveUnit);
    }

    protected override long Missing(int order, long from, long to)
    {
        var column = sample.Column(order);
        ref var fill = ref MemoryMarshal.GetReference(column);
        ref var now = ref MemoryMarshal.GetArrayDataReference(lack);
        var (before, after) = (Vector.Create((int)from), Vector.Create((int)to));
        var missing = Vector<int>.Zero;
        for (nuint s = 0; s < (nuint)column.Length; s += (nuint)Vector<int>.Count)
            missing += Vector.Max(Vector.LoadUnsafe(ref now, s) - Change(ref fill, s, before, after), Vector<int>.Zero);
        return Sum(missing) + (sample.Count - sample.Live) * Math.Max(0, IdleLack(order, from, to));
    }

    protected override void Place(int order, long from, long to)
    {
        var column = sample.Column(order);
        ref var fill = ref MemoryMarshal.GetReference(column);
        ref var now = ref MemoryMarshal.GetArrayDataReference(lack);
        var (before, after) = (Vector.Create((int)from), Vector.Create((int)to));
        for (nuint s = 0; s < (nuint)column.Length; s += (nuint)Vector<int>.Count)
            (Vector.LoadUnsafe(ref now, s) - Change(ref fill, s, before, after)).StoreUnsafe(ref now, s);
        idleLack = IdleLack(order, from, to);
    }

    protected override void FindNear(long d)
    {
        near = 0;
        ref var lacks = ref MemoryMarshal.GetArrayDataReference(lack);
        var nearest = Vector128.Create((int)d);
        for (var s = 0; s < sample.LivePadded; s += Vector128<int>.Count)
        {
            var distance = Vector128.Abs(Vector128.LoadUnsafe(ref lacks, (nuint)s));
            for (var bits = Vector128.LessThan(distance, nearest).ExtractMostSignificantBits(); bits != 0; bits &= bits - 1)
                rows[near++] = s + BitOperations.TrailingZeroCount(bits);
        }

        nearPadded = Scenarios.Pad(near);
        ref var row = ref MemoryMarshal.GetArrayDataReference(rows);
        Gather(ref lacks, ref row, ref MemoryMarshal.GetArrayDataReference(nearLack));
        for (var order = 0; order <= sample.Venues; order++)
            Gather(ref MemoryMarshal.GetReference(sample.Column(order)), ref row, ref nearFills[order * nearPadded]);
    }

    private long IdleLack(int order, long from, long to) => order == sample.Venues ? idleLack + from - to : idleLack;

    /// <summary>The numbers of the near scenarios, then zeros.</summary>
    private void Gather(ref int from, ref int row, ref int to)
    {
        var i = 0;
        for (; i < near; i++) Unsafe.Add(ref to, i) = Unsafe.Add(ref from, Unsafe.Add(ref row, i));
        for (; i < nearPadded; i++) Unsafe.Add(ref to, i) = 0;
    }

    protected override long Near(int order, long from, long to)
    {
        ref var fill = ref nearFills[order * nearPadded];
        var (before, after) = (Vector.Create((int)from), Vector.Create((int)to));
        var sum = Vector<int>.Zero;
        for (nuint s = 0; s < (nuint)nearPadded; s += (nuint)Vector<int>.Count) sum += Change(ref fill, s, before, after);
        return Sum(sum);
    }

    protected override long Overlap(int giver, long from, long less, int taker, long to, long more)
    {
        ref var giverFill = ref nearFills[giver * nearPadded];
        ref var takerFill = ref nearFills[taker * nearPadded];
        ref var lacks = ref nearLack[0];
        var (before, after) = (Vector.Create((int)less), Vector.Create((int)from));
        var (takerBefore, takerAfter) = (Vector.Create((int)to), Vector.Create((int)more));
        var (zero, overlap) = (Vector<int>.Zero, Vector<int>.Zero);
        for (nuint s = 0; s < (nuint)nearPadded; s += (nuint)Vector<int>.Count)
        {
            var now = Vector.LoadUnsafe(ref lacks, s);
            var freed = now + Change(ref giverFill, s, before, after);
            var taken = Change(ref takerFill, s, takerBefore, takerAfter);
            overlap += Vector.Max(freed, zero) - Vector.Max(now, zero) + Vector.Max(now - taken, zero) - Vector.Max(freed - taken, zero);
        }

        return Sum(overlap);
    }

    /// <summary>How much more is filled of an order with another size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> Change(ref int fill, nuint s, Vector<int> before, Vector<int> after)
    {
        var fills = Vector.LoadUnsafe(ref fill, s);
        return Vector.Min(fills, after) - Vector.Min(fills, before);
    }

    private static long Sum(Vector<int> lanes)
    {
        Vector.Widen(lanes, out var low, out var high);
        return Vector.Sum(low + high);
    }
}
