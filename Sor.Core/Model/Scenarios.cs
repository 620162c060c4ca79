namespace Sor.Core.Model;

/// <summary>
/// What a decision expects: each scenario is a slice of the market's past, with what an order without limit would have been filled at each
/// venue, how the mid moved, and what completing a share at its end cost. Built once for a decision, it may be read by many solvers at
/// once.
/// </summary>
/// <remarks>
/// Fills are kept by venue, one scenario beside the next: first those of scenarios that fill a share at any venue, the only ones that a
/// solver has to look at one by one, then zeros. A solver goes over one venue's numbers in whole vectors and needs no rest loop. A last
/// column stands for the market order, which is filled whatever its size.
/// </remarks>
public sealed class Scenarios
{
    // Columns are this many numbers apart or a multiple: no vector that .NET has is longer.
    private const int Block = 16;

    private readonly int[] columns;
    private readonly long[] moves;
    private readonly int[] unitMoves;
    private readonly int stride;

    /// <summary>Makes room, which is not made again.</summary>
    /// <param name="venues">The most venues.</param>
    /// <param name="capacity">The most scenarios.</param>
    public Scenarios(int venues, int capacity)
    {
        stride = Pad(capacity);
        MaxVenues = venues;
        MaxCount = capacity;
        columns = new int[(venues + 1) * stride];
        moves = new long[stride];
        unitMoves = new int[stride];
    }

    /// <summary>The most venues there is room for.</summary>
    public int MaxVenues { get; }

    /// <summary>The most scenarios there is room for.</summary>
    public int MaxCount { get; }

    /// <summary>How many scenarios there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them, the first, fill a share at any venue.</summary>
    internal int Live { get; private set; }

    /// <summary>How many venues each has.</summary>
    public int Venues { get; private set; }

    /// <summary>How the mid moved in each scenario: mid2 at its end less mid2 at its start, nano-dollars, turned for sells.</summary>
    public ReadOnlySpan<long> Moves => moves.AsSpan(0, Count);

    /// <summary>Sum over the scenarios of what completing a share cost beyond the mid, half nano-dollars.</summary>
    internal Int128 CompletionSum { get; private set; }

    /// <summary>Sum of <see cref="Moves"/>.</summary>
    internal Int128 MoveSum { get; private set; }

    /// <summary>The largest of <see cref="Moves"/>, sign aside.</summary>
    internal long LargestMove { get; private set; }

    /// <summary>The greatest common divisor of <see cref="Moves"/>, usually a tick; 1 where no scenario moved.</summary>
    internal long MoveUnit { get; private set; }

    /// <summary><see cref="Moves"/> in <see cref="MoveUnit"/>, followed by zeros; no meaning where the largest does not fit.</summary>
    internal ReadOnlySpan<int> UnitMoves => unitMoves.AsSpan(0, LivePadded);

    /// <summary>How many numbers a column of live scenarios has, with the zeros at its end.</summary>
    internal int LivePadded => Pad(Live);

    /// <summary>What each scenario would have filled at a venue.</summary>
    /// <param name="venue">Its place by MIC.</param>
    /// <returns>Shares, by scenario.</returns>
    public ReadOnlySpan<int> Filled(int venue) => columns.AsSpan(venue * stride, Count);

    /// <summary>What the live scenarios fill at a venue, and zeros after it; <see cref="Venues"/> for that of the market order.</summary>
    internal ReadOnlySpan<int> Column(int order) => columns.AsSpan(order * stride, LivePadded);

    /// <summary>Forgets all scenarios.</summary>
    /// <param name="venues">How many venues those to come have.</param>
    public void Begin(int venues)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(venues, MaxVenues);
        (Venues, Count, Live) = (venues, 0, 0);
        (CompletionSum, MoveSum, LargestMove, MoveUnit) = (0, 0, 0, 0);
    }

    /// <summary>Adds a scenario.</summary>
    /// <param name="move">mid2 at the slice's end less mid2 at its start, nano-dollars; turned for sells.</param>
    /// <param name="completion">Twice the lowest all-in offer at the slice's end less mid2 then: c, half nano-dollars.</param>
    /// <param name="filled">
    /// y: shares that an order without limit would have been filled at each venue, by MIC; not negative. More than
    /// <see cref="int.MaxValue"/>, which no market trades in a slice, is taken as that many.
    /// </param>
    public void Add(long move, long completion, ReadOnlySpan<long> filled)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(Count, MaxCount);
        ArgumentOutOfRangeException.ThrowIfNotEqual(filled.Length, Venues);
        var place = Count++;
        if (filled.ContainsAnyExcept(0))
        {
            // The first scenario that fills nothing makes room.
            moves[place] = moves[Live];
            place = Live++;
        }

        moves[place] = move;
        for (var k = 0; k < filled.Length; k++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(filled[k]);
            columns[k * stride + place] = (int)Math.Min(filled[k], int.MaxValue);
        }

        CompletionSum += completion;
        MoveSum += move;
        var size = Math.Abs(move);
        LargestMove = Math.Max(LargestMove, size);
        MoveUnit = CommonDivisor(size, MoveUnit);
    }

    /// <summary>Ends building: what was added may be read.</summary>
    public void Complete()
    {
        if (MoveUnit == 0) MoveUnit = 1;
        if (LargestMove / MoveUnit <= int.MaxValue)
            for (var s = 0; s < Live; s++) unitMoves[s] = (int)(moves[s] / MoveUnit);
        unitMoves.AsSpan(Live, stride - Live).Clear();
        for (var k = 0; k < Venues; k++) columns.AsSpan(k * stride + Live, stride - Live).Clear();
        columns.AsSpan(Venues * stride, Live).Fill(int.MaxValue);
        columns.AsSpan(Venues * stride + Live, stride - Live).Clear();
    }

    /// <summary>A number of scenarios, rounded up to whole vectors.</summary>
    internal static int Pad(int count) => (count + Block - 1) / Block * Block;

    private static long CommonDivisor(long a, long b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }
}
