using System.Buffers;
using Sor.Core.Execution;
using Sor.Core.Storage;

namespace Sor.Core.Tuning;

/// <summary>
/// Where outcomes wait for the end of a run, since which of them are looked at is known only then: packed, and on disk where they are many.
/// What stays in memory of a window does not depend on how often it traded.
/// </summary>
/// <param name="folder">Where a temporary file is made once it is needed; <c>null</c> keeps all in memory.</param>
/// <param name="memory">Bytes that are kept in memory.</param>
public sealed class OutcomeStore(string? folder = null, int memory = Spool.DefaultMemory) : IDisposable
{
    private readonly Spool spool = new(folder, memory);
    private readonly PackedWriter sums = new();
    private readonly PackedWriter fills = new();

    /// <summary>Where a temporary file is made once it is needed; <c>null</c> keeps all in memory.</summary>
    public string? Folder => folder;

    /// <summary>Bytes that are kept in memory.</summary>
    public int Memory => memory;

    /// <summary>Bytes put aside, in memory and on disk.</summary>
    public long Length => spool.Length;

    /// <summary>How many of them are on disk.</summary>
    public long OnDisk => spool.InFile;

    /// <summary>Puts a window's outcomes aside.</summary>
    /// <returns>The window with its outcomes in here: to be looked at as long as this is not disposed, by several threads
    /// once nothing more is put aside.</returns>
    /// <exception cref="SorException">The disk is full.</exception>
    public WindowOutcome Keep(WindowOutcome window)
    {
        if (window.Status != WindowStatus.Whole) return window;
        sums.Clear();
        fills.Clear();
        var outcomes = window.Outcomes;
        var sides = outcomes[0].Length;
        var ends = new int[outcomes.Length * sides + 1];
        var before = new Range[sides];
        for (var s = 0; s < outcomes.Length; s++)
            for (var side = 0; side < sides; side++)
            {
                var outcome = outcomes[s][side];
                before[side] = Pack(outcome.Fills.ToArray(), before[side]);
                sums.PutUnsigned((uint)before[side].Start.Value);
                sums.PutUnsigned((uint)(before[side].End.Value - before[side].Start.Value));
                sums.PutUnsigned((uint)outcome.Fills.Count);
                PackedOutcome.Write(sums, outcome);
                ends[s * sides + side] = sums.Count;
            }

        sums.PutUnsigned((uint)window.Path.Count);
        foreach (var point in window.Path)
        {
            sums.Put(point.Mid2);
            sums.Put(point.Spread);
            sums.Put(point.Volume);
        }

        ends[^1] = sums.Count;
        return window.PutAside(new OutcomesAside(spool, spool.Append(fills.Span), spool.Append(sums.Span), ends, sides));
    }

    /// <summary>Puts all windows of an instrument aside.</summary>
    public IReadOnlyList<WindowOutcome> Keep(IReadOnlyList<WindowOutcome> windows) => [.. windows.Select(Keep)];

    /// <inheritdoc/>
    public void Dispose() => spool.Dispose();

    /// <summary>Neighbouring points often trade alike: they have one list of fills between them.</summary>
    private Range Pack(Orders.Fill[] of, Range before)
    {
        var start = fills.Count;
        FillCollection.Pack(fills, of);
        if (!fills.Span[start..].SequenceEqual(fills.Span[before])) return start..fills.Count;
        fills.Truncate(start);
        return before;
    }
}

/// <summary>What was put aside of one window.</summary>
/// <param name="spool">Where it is.</param>
/// <param name="fillsAt">Where the fills of all strategies begin.</param>
/// <param name="sumsAt">Where all else begins.</param>
/// <param name="ends">Where, from there, each outcome ends, by strategy and side; then the market's path.</param>
/// <param name="sides">How many sides each strategy has.</param>
internal sealed class OutcomesAside(Spool spool, long fillsAt, long sumsAt, int[] ends, int sides)
{
    /// <summary>What became of a strategy's parents.</summary>
    public ParentOutcome[] Of(int strategy)
    {
        var outcomes = new ParentOutcome[sides];
        var packed = Read(strategy * sides, sides);
        var from = new PackedReader(packed);
        for (var side = 0; side < sides; side++)
        {
            var (at, bytes, count) = (fillsAt + (long)from.NextUnsigned(), (int)from.NextUnsigned(), (int)from.NextUnsigned());
            outcomes[side] = PackedOutcome.Read(ref from, new FillCollection(spool, at, bytes, count));
        }

        ArrayPool<byte>.Shared.Return(packed);
        return outcomes;
    }

    /// <summary>Of all strategies.</summary>
    public ParentOutcome[][] All() => [.. Enumerable.Range(0, (ends.Length - 1) / sides).Select(Of)];

    /// <summary>The market, bucket by bucket.</summary>
    public BucketPoint[] Path()
    {
        var packed = Read(ends.Length - 1, 1);
        var from = new PackedReader(packed);
        var path = new BucketPoint[from.NextUnsigned()];
        foreach (ref var point in path.AsSpan()) point = new BucketPoint(from.Next(), from.Next(), from.Next());
        ArrayPool<byte>.Shared.Return(packed);
        return path;
    }

    /// <summary>Reads so many places into an array of the pool, which may be longer than they are.</summary>
    private byte[] Read(int place, int count)
    {
        var start = place == 0 ? 0 : ends[place - 1];
        var length = ends[place + count - 1] - start;
        var packed = ArrayPool<byte>.Shared.Rent(length);
        spool.Read(sumsAt + start, packed.AsSpan(0, length));
        return packed;
    }
}
