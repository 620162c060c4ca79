using Sor.Core.MarketData.Formats;
using Sor.Core.MarketData.Input;

namespace Sor.Core.MarketData;

/// <summary>One or many files as one stream of records, merged by time.</summary>
/// <remarks>
/// Ties go by publisher, then file name, then place in the file; each file keeps its own order. So parts of a day give what the whole day
/// in one file gives, and the order in which
/// files are named changes nothing.
/// </remarks>
public sealed class MarketDataSource : IRecordSource
{
    /// <summary>So many records without a quote are no part of a day, but data without quotes.</summary>
    private const int ManyTrades = 100;

    private readonly List<SourceFile> files = [];
    private SourceFile[] byRank = [];
    private FileHead[] heads = [];
    private int open;
    private readonly InstrumentTable instruments = new();
    private readonly Quarantine quarantine;
    private readonly Disorder disorder;
    private readonly Doubled doubled = new();
    private uint lastHandle;
    private Instrument? last;
    private long records;
    private long rows;
    private long zeroPrices;
    private bool hasQuote;

    internal MarketDataSource(IReadOnlyList<string> paths, ReadOptions options)
    {
        quarantine = new Quarantine(options);
        disorder = new Disorder(options.MaxDisorder);
        try
        {
            foreach (var file in DataFiles.Open(paths, options.Cancel)) files.Add(new SourceFile(file, quarantine, instruments, options));
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
        var count = files.Count > 1 ? Merge(destination) : ReadOnly(destination);
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
        Take(destination[..count], files[0]);
        return count;
    }

    /// <summary>Fills the destination with the records that come first, in runs of one file each.</summary>
    private int Merge(Span<Mbp1> destination)
    {
        var count = 0;
        while (count < destination.Length && open > 0)
        {
            var file = byRank[heads[0].Rank];
            var from = count;
            var goesOn = true;
            doubled.Begin(in file.Next, file, rows);
            do
            {
                if (file.Rejects.AreWaiting) file.Rejects.JudgeUpTo(file.Given + count - from, ref rows);
                destination[count++] = file.Next;
                rows++;
                goesOn = file.Advance();
            }
            while (goesOn && count < destination.Length && (open == 1 || file.Head.Precedes(in heads[1])));

            Take(destination[from..count], file);
            if (goesOn) MoveBack(file.Head);
            else Close(file);
        }

        return count;
    }

    /// <summary>Puts the file that was first to its place in the order of next records, all others being in it.</summary>
    private void MoveBack(FileHead head)
    {
        // They lie side by side and few are passed: for the dozen venues of a day this is faster than a heap.
        var others = heads.AsSpan(0, open);
        var at = 0;
        for (; at + 1 < others.Length && others[at + 1].Precedes(in head); at++) others[at] = others[at + 1];
        others[at] = head;
    }

    /// <summary>Takes the first file out: it has been read to its end.</summary>
    private void Close(SourceFile file)
    {
        open--;
        heads.AsSpan(1, open).CopyTo(heads);
        End(file);
    }

    private void End(SourceFile file)
    {
        file.Rejects.JudgeUpTo(file.Given, ref rows);
        file.File.CheckUnchanged();
    }

    /// <summary>Gives records their instruments, and looks at the order of their times and at prices that are none.</summary>
    private void Take(Span<Mbp1> taken, SourceFile file)
    {
        foreach (ref var record in taken)
        {
            records++;
            file.Given++;
            if (last is null || record.InstrumentId != lastHandle)
                (lastHandle, last) = (record.InstrumentId, instruments.Of(record.InstrumentId));
            record.InstrumentId = last.Id;
            disorder.See(last, record.Time, file.Given, file.File.Name, records);
            if (record.Action is not (RecordAction.Trade or RecordAction.Fill)) hasQuote = true;
            if (ZeroPrices.Clear(ref record)) zeroPrices++;
        }
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
        for (var i = 0; i < byName.Count; i++) byName[i].Rank = i;
        foreach (var file in byName)
        {
            file.Rejects.IsMerged = true;
        }

        SourceFile[] withRecords = [.. byName.Where(f => f.Advance())];
        var others = byName.Except(withRecords).ToList();
        Array.Sort(withRecords, (a, b) => a.Head.Precedes(b.Head) ? -1 : b.Head.Precedes(a.Head) ? 1 : 0);
        (byRank, heads, open) = ([.. byName], [.. withRecords.Select(f => f.Head)], withRecords.Length);

        // Named in the order of their first records, whatever the order given.
        files.Clear();
        files.AddRange([.. withRecords, .. others]);
        foreach (var file in others) End(file);
    }

    private static string Said(InstrumentsBy by) => by switch
    {
        InstrumentsBy.Id => "instrument_id",
        InstrumentsBy.Symbol => "symbol",
        _ => "nothing",
    };
}
