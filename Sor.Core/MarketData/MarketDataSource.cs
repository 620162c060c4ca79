using System.Runtime.CompilerServices;
using Sor.Core.MarketData.Formats;
using Sor.Core.MarketData.Input;

namespace Sor.Core.MarketData;

/// <summary>One or many files as one stream of records, merged by time.</summary>
/// <remarks>
/// Ties go by publisher, then file name, then place in the file; each file keeps its own order. So parts of a day give what the whole day
/// in one file gives, and the order in which files are named changes nothing.
/// </remarks>
public sealed class MarketDataSource : IRecordSource
{
    /// <summary>So many records without a quote are no part of a day, but data without quotes.</summary>
    private const int ManyTrades = 100;

    /// <summary>How many merged records are looked at in one go.</summary>
    private const int Batch = 1_024;

    private readonly List<SourceFile> files = [];
    private readonly int[] from = new int[Batch];
    private SourceFile[] byRank = [];
    private RecordMerge? merge;
    private readonly InstrumentTable instruments = new();
    private readonly Quarantine quarantine;
    private readonly Disorder disorder;
    private readonly Doubled doubled;
    private uint lastHandle;
    private Instrument? last;
    private long records;
    private long rows;
    private long zeroPrices;
    private bool hasQuote;

    internal MarketDataSource(IReadOnlyList<string> paths, ReadOptions options)
    {
        quarantine = new Quarantine(options);
        disorder = new Disorder(options.MaxDisorder, NameOf);
        doubled = new Doubled(NameOf);
        try
        {
            foreach (var file in DataFiles.Open(paths, options.Cancel)) files.Add(new SourceFile(file, quarantine, instruments, options));
            byRank = [.. files];
            if (files.Count > 1) BeginMerge();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public SourceSchema Schema => files.Count == 1 ? files[0].Reader.Schema : new SourceSchema(
        string.Join('+', files.Select(p => p.Reader.Schema.Name).Distinct()),
        files.TrueForAll(p => p.Reader.Schema.HasBids),
        files.TrueForAll(p => p.Reader.Schema.HasTrades));

    /// <summary>The first few rows that were rejected, in words.</summary>
    public IReadOnlyList<string> FirstRejects => quarantine.First;

    /// <inheritdoc/>
    public SourceSummary Summary => new([.. files.Select(p => p.File.Name)], records, quarantine.Counts, instruments.Symbols)
    {
        ZeroPrices = zeroPrices,
        Rounded = files.Sum(f => f.Reader.Rounded),
        Disordered = disorder.Count,
        Doubts = [.. files.SelectMany(f => f.Reader.Doubts)],
    };

    /// <inheritdoc/>
    public double? Progress
    {
        get
        {
            var (read, length) = (0L, 0L);
            foreach (var file in files)
            {
                if (file.File.Position is not { } position) return null;
                (read, length) = (read + position.Read, length + position.Length);
            }

            return length == 0 ? null : (double)read / length;
        }
    }

    /// <inheritdoc/>
    public int Read(Span<Mbp1> destination)
    {
        if (files.Count == 0) return 0;
        var count = merge is null ? ReadOnly(destination) : Merge(merge, destination);
        if (count == 0) Complete();
        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in files) file.Dispose();
        quarantine.Dispose();
    }

    private int ReadOnly(Span<Mbp1> destination)
    {
        var count = files[0].Reader.Read(destination);
        foreach (ref var record in destination[..count]) Take(ref record, files[0]);
        return count;
    }

    /// <summary>Fills the destination with the records that come first.</summary>
    private int Merge(RecordMerge merge, Span<Mbp1> destination)
    {
        var count = 0;
        while (count < destination.Length && !merge.IsDone)
        {
            var room = destination[count..];
            var merged = room[..merge.Read(room.Length > Batch ? room[..Batch] : room, from)];
            TakeMerged(merged, from.AsSpan(0, merged.Length));
            count += merged.Length;
            if (merge.Refill() is { } ended) End(ended);
        }

        return count;
    }

    private void TakeMerged(Span<Mbp1> merged, ReadOnlySpan<int> ranks)
    {
        doubled.See(merged, ranks, rows);
        var areRejectsWaiting = Array.Exists(byRank, f => f.Rejects.AreWaiting);
        for (var i = 0; i < merged.Length; i++)
        {
            var file = byRank[ranks[i]];
            if (areRejectsWaiting && file.Rejects.AreWaiting) file.Rejects.JudgeUpTo(file.Given, ref rows);
            rows++;
            Take(ref merged[i], file);
        }
    }

    private void End(SourceFile file)
    {
        file.Rejects.JudgeUpTo(file.Given, ref rows);
        file.File.CheckUnchanged();
    }

    /// <summary>Gives a record its instrument, and looks at the order of times and at prices that are none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Take(ref Mbp1 record, SourceFile file)
    {
        records++;
        file.Given++;
        if (last is null || record.InstrumentId != lastHandle)
            (lastHandle, last) = (record.InstrumentId, instruments.Of(record.InstrumentId));
        record.InstrumentId = last.Id;
        disorder.See(last, record.Time, file.Given, file.Rank, records);
        if (record.Action is not (RecordAction.Trade or RecordAction.Fill)) hasQuote = true;
        if (ZeroPrices.Clear(ref record)) zeroPrices++;
    }

    private void Complete()
    {
        if (files.Count == 1) files[0].File.CheckUnchanged();
        var read = files.Sum(p => p.Reader.Rows);
        quarantine.Complete(read);
        disorder.Judge(records);
        doubled.Judge(records);
        var names = string.Join(", ", files.Select(p => p.File.Name));
        if (read == 0) throw SorException.BadData($"{names}: there is a header, and not one row after it");
        if (records >= ManyTrades && !hasQuote)
        {
            throw SorException.BadData(
                $"{names}: all {records} records are trades, as in Databento's TBBO, and show a venue's book only before each; use "
                + "mbp-1, mbp-10 or bbo-1s of the venue's own feed");
        }
    }

    private void BeginMerge()
    {
        var (first, other) = (files[0], files.Find(p => p.Reader.InstrumentsBy != files[0].Reader.InstrumentsBy));
        if (other is not null)
        {
            throw SorException.BadData(
                $"{first.File.Name} tells its instruments apart by {Said(first.Reader.InstrumentsBy)}, {other.File.Name} by "
                + $"{Said(other.Reader.InstrumentsBy)}: which are the same cannot be known; "
                + "give all files a column symbol, or all the column instrument_id and none of them symbols, or run them one by one");
        }

        var byName = files.OrderBy(f => f.File.Name, StringComparer.Ordinal).ThenBy(f => f.File.Path, StringComparer.Ordinal).ToList();
        for (var i = 0; i < byName.Count; i++)
        {
            byName[i].Rank = i;
            byName[i].Rejects.IsMerged = true;
        }

        byRank = [.. byName];
        merge = new RecordMerge(byRank);

        // Named in the order of their first records, whatever the order given.
        var heads = byRank.Select(f => merge.Head(f.Rank)).ToList();
        files.Clear();
        files.AddRange(byRank.OrderBy(f => heads[f.Rank]));
        foreach (var file in byRank.Where(f => heads[f.Rank] == RecordMerge.NoHead)) End(file);
    }

    private string NameOf(int rank) => byRank[rank].File.Name;

    private static string Said(InstrumentsBy by) => by switch
    {
        InstrumentsBy.Id => "instrument_id",
        InstrumentsBy.Symbol => "symbol",
        _ => "nothing",
    };
}
