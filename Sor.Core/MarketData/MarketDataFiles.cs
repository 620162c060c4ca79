using Sor.Core.MarketData.Formats;

namespace Sor.Core.MarketData;

/// <summary>Opens market data files.</summary>
public static class MarketDataFiles
{
    /// <summary>
    /// Opens files as one stream of records. Formats and compressions are recognised by content. Files are read one after the other, in the order of their first
    /// records; where their times overlap, the records behind the clock are counted as late.
    /// </summary>
    /// <param name="paths">Files; <c>-</c> is standard input. At least one.</param>
    /// <param name="options">How to read.</param>
    /// <exception cref="SorException">A file is not there or holds nothing that can be read; standard input is named twice.</exception>
    public static MarketDataSource Open(IReadOnlyList<string> paths, ReadOptions options) => paths.Count(p => p == "-") > 1
        ? throw SorException.Usage("- is given twice, but standard input can be read only once; give it once, or give files")
        : new MarketDataSource(paths, options);
}

/// <summary>One or many files as one stream of records.</summary>
public sealed class MarketDataSource : IRecordSource
{
    private readonly List<Part> parts = [];
    private readonly Quarantine quarantine;
    private int current;
    private long records;

    internal MarketDataSource(IReadOnlyList<string> paths, ReadOptions options)
    {
        quarantine = new Quarantine(options);
        try
        {
            var ids = new SymbolIds();
            foreach (var path in paths) parts.Add(new Part(InputFile.Open(path, options.Cancel), quarantine, ids, options.PriceScale));
            if (parts.Count > 1) InOrder(ids);
            Begin();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public SourceSchema Schema => parts.Count == 1 ? parts[0].Reader.Schema : new SourceSchema(
        string.Join('+', parts.Select(p => p.Reader.Schema.Name).Distinct()),
        parts.TrueForAll(p => p.Reader.Schema.HasBids),
        parts.TrueForAll(p => p.Reader.Schema.HasTrades));

    /// <summary>The first few rows that were rejected, in words.</summary>
    public IReadOnlyList<string> FirstRejects => quarantine.First;

    /// <inheritdoc/>
    public SourceSummary Summary
    {
        get
        {
            var symbols = new SortedDictionary<uint, string>();
            foreach (var part in parts)
                foreach (var (id, symbol) in part.Reader.Symbols)
                    symbols.TryAdd(id, symbol);
            return new SourceSummary([.. parts.Select(p => p.File.Name)], records, quarantine.Counts, [.. symbols.Select(s => new InstrumentSymbol(s.Key, s.Value))]);
        }
    }

    /// <inheritdoc/>
    public double? Progress
    {
        get
        {
            var (read, length) = (0L, 0L);
            foreach (var part in parts)
            {
                if (part.File.Position is not { } position) return null;
                (read, length) = (read + position.Read, length + position.Length);
            }

            return length == 0 ? null : (double)read / length;
        }
    }

    /// <inheritdoc/>
    public int Read(Span<Mbp1> destination)
    {
        while (current < parts.Count)
        {
            var count = parts[current].Read(destination);
            records += count;
            if (count > 0) return count;
            parts[current].File.CheckUnchanged();
            current++;
            Begin();
        }

        if (parts.Count > 0)
        {
            var rows = parts.Sum(p => p.Reader.Rows);
            quarantine.Complete(rows);
            if (rows == 0) throw SorException.BadData($"{string.Join(", ", parts.Select(p => p.File.Name))}: there is a header, and not one row after it");
        }

        return 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var part in parts)
        {
            part.Reader.Dispose();
            part.File.Dispose();
        }

        quarantine.Dispose();
    }

    private void Begin()
    {
        if (current < parts.Count) quarantine.Begin(parts.Take(current).Sum(p => p.Reader.Rows), parts[current].RejectsAhead);
    }

    private void InOrder(SymbolIds ids)
    {
        var (first, other) = (parts[0], parts.Find(p => p.Reader.InstrumentsBy != parts[0].Reader.InstrumentsBy));
        if (other is not null)
        {
            throw SorException.BadData(
                $"{first.File.Name} tells its instruments apart by {Said(first.Reader.InstrumentsBy)}, {other.File.Name} by {Said(other.Reader.InstrumentsBy)}: which are the same cannot be known; "
                + "give all files an instrument_id column, or all the column symbol and none of them ids, or run them one by one");
        }

        var ordered = parts.OrderBy(p => p.FirstTime()).ThenBy(p => p.File.Name, StringComparer.Ordinal).ToList();
        parts.Clear();
        parts.AddRange(ordered);

        // Ids by first appearance are those of the order read, whatever the order given.
        ids.Clear();
    }

    private static string Said(InstrumentsBy by) => by switch
    {
        InstrumentsBy.Id => "instrument_id",
        InstrumentsBy.Symbol => "symbol alone",
        _ => "nothing",
    };

    private sealed class Part
    {
        private readonly SymbolIds ids;
        private readonly Mbp1[] ahead = new Mbp1[1];
        private int aheadCount;
        private string? aheadSymbol;

        public Part(InputFile file, Quarantine quarantine, SymbolIds ids, long priceScale)
        {
            (File, this.ids) = (file, ids);
            Reader = MarketDataFormats.Open(new FormatInput(file.Bytes, quarantine, ids, priceScale, file.Plain));
        }

        public InputFile File { get; }

        public IFormatReader Reader { get; }

        /// <summary>Rows rejected before the first record was found, if that was looked for.</summary>
        public long RejectsAhead { get; private set; }

        public ulong FirstTime()
        {
            aheadCount = Reader.Read(ahead);
            RejectsAhead = Reader.Rows - aheadCount;
            if (aheadCount == 0) return ulong.MaxValue;
            aheadSymbol = Reader.Symbols.GetValueOrDefault(ahead[0].InstrumentId);
            return ahead[0].Time;
        }

        public int Read(Span<Mbp1> destination)
        {
            if (aheadCount == 0) return Reader.Read(destination);
            aheadCount = 0;
            destination[0] = ahead[0];
            if (aheadSymbol is null) return 1;
            if (Reader.InstrumentsBy == InstrumentsBy.Symbol) destination[0].InstrumentId = ids.Of(aheadSymbol);
            else ids.Note(destination[0].InstrumentId, aheadSymbol);
            return 1;
        }
    }
}
