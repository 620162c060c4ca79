using System.Runtime.CompilerServices;

namespace Sor.Core.MarketData;

/// <summary>
/// The records of several files, read ahead by blocks, in one order: by time, then publisher, then the file's rank. A record behind its
/// file's clock goes with the clock, so each file keeps its own order.
/// </summary>
/// <remarks>
/// A tree of losers: each of its nodes holds the file that lost there, and the file that lost nowhere has the next record.
/// Which of two files is earlier is a guess at nearly every record of a dozen, so they change places by arithmetic, without a branch.
/// </remarks>
internal sealed class RecordMerge
{
    private const int Block = 256;

    /// <summary>The clock of a file without further records.</summary>
    private const long Never = long.MaxValue;

    /// <summary>The head of a file without further records.</summary>
    public static readonly (long Clock, ushort Publisher) NoHead = (Never, ushort.MaxValue);

    private readonly IReadOnlyList<SourceFile> files;
    private readonly Mbp1[] records;
    private readonly long[] clocks;
    private readonly (int Next, int End)[] blocks;
    private readonly (long Clock, long File)[] losers;
    private int first;

    /// <summary>Reads the first block of each file.</summary>
    /// <param name="files">The files, by rank.</param>
    public RecordMerge(IReadOnlyList<SourceFile> files)
    {
        this.files = files;
        var leaves = 1;
        while (leaves < files.Count) leaves *= 2;
        (records, clocks) = (new Mbp1[files.Count * Block], new long[files.Count * Block]);
        (blocks, losers) = (new (int, int)[leaves], new (long, long)[leaves]);
        for (var file = 0; file < files.Count; file++) Fill(file);
        first = Winner(1);
    }

    /// <summary>Whether all files have been read to their ends.</summary>
    public bool IsDone => IsUsedUp(first);

    /// <summary>The clock and the publisher of a file's next record, or <see cref="NoHead"/>.</summary>
    public (long Clock, ushort Publisher) Head(int file) =>
        IsUsedUp(file) ? NoHead : (clocks[blocks[file].Next], records[blocks[file].Next].PublisherId);

    /// <summary>Copies the records that come first, until there is no more room or a file's block is used up.</summary>
    /// <param name="destination">Where to put them; not empty.</param>
    /// <param name="from">The rank of each one's file; as long as the destination.</param>
    /// <returns>How many: at least one.</returns>
    public int Read(Span<Mbp1> destination, Span<int> from)
    {
        var (next, end) = blocks[first];
        if (clocks[end - 1] >= NextClock()) return ReadInTurn(destination, from);

        // Days one after the other: all that this file has ahead comes before the others.
        var count = Math.Min(end - next, destination.Length);
        records.AsSpan(next, count).CopyTo(destination);
        from[..count].Fill(first);
        blocks[first].Next += count;
        return count;
    }

    /// <summary>Reads the next block of the file whose last record was taken, if all of the block before has been.</summary>
    /// <returns>The file, if it has no more; else <c>null</c>.</returns>
    public SourceFile? Refill()
    {
        if (!IsUsedUp(first)) return null;
        var file = first;
        var clock = Fill(file);
        first = After(file, clock);
        return clock == Never ? files[file] : null;
    }

    private bool IsUsedUp(int file) => blocks[file].Next == blocks[file].End;

    private int ReadInTurn(Span<Mbp1> destination, Span<int> from)
    {
        var (records, clocks, blocks) = (this.records, this.clocks, this.blocks);
        var file = first;
        var count = 0;
        while (count < destination.Length)
        {
            ref var block = ref blocks[file];
            destination[count] = records[block.Next];
            from[count++] = file;
            if (++block.Next == block.End) break;
            file = After(file, clocks[block.Next]);
        }

        first = file;
        return count;
    }

    /// <summary>Lets the file that was first play with its next record against those that lost to it.</summary>
    /// <returns>The file that has the next record now.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int After(int file, long clock)
    {
        var losers = this.losers;
        var winner = (long)file;
        for (var node = (uint)(file + losers.Length) >> 1; node > 0; node >>= 1)
        {
            ref var loser = ref losers[node];
            var apart = loser.Clock - clock;
            if (apart == 0) apart = IsBefore((int)loser.File, (int)winner) ? -1 : 1;
            var changed = apart >> 63;
            var (clocksChanged, filesChanged) = ((loser.Clock ^ clock) & changed, (loser.File ^ winner) & changed);
            clock ^= clocksChanged;
            winner ^= filesChanged;
            loser.Clock ^= clocksChanged;
            loser.File ^= filesChanged;
        }

        return (int)winner;
    }

    /// <summary>The clock of the file that comes after the first.</summary>
    private long NextClock()
    {
        var clock = Never;
        for (var node = (first + losers.Length) / 2; node > 0; node /= 2) clock = Math.Min(clock, losers[node].Clock);
        return clock;
    }

    /// <summary>Which of two files with the same clock goes before the other.</summary>
    private bool IsBefore(int file, int other)
    {
        var (one, two) = (records[blocks[file].Next].PublisherId, records[blocks[other].Next].PublisherId);
        return one == two ? file < other : one < two;
    }

    /// <summary>Plays all files below a node against each other.</summary>
    private int Winner(int node)
    {
        if (node >= losers.Length) return node - losers.Length;
        var (one, two) = (Winner(2 * node), Winner(2 * node + 1));
        var (head, other) = (Head(one), Head(two));
        var oneWins = head.CompareTo(other) <= 0;
        losers[node] = oneWins ? (other.Clock, two) : (head.Clock, one);
        return oneWins ? one : two;
    }

    /// <summary>Reads a file's next block.</summary>
    /// <returns>The clock of its first record.</returns>
    private long Fill(int file)
    {
        var start = file * Block;
        var clock = blocks[file].End == 0 ? 0 : clocks[blocks[file].End - 1];
        var count = files[file].Reader.Read(records.AsSpan(start, Block));
        blocks[file] = (start, start + count);
        for (var i = start; i < start + count; i++) clocks[i] = clock = Math.Max(clock, (long)records[i].Time);
        return count == 0 ? Never : clocks[start];
    }
}
