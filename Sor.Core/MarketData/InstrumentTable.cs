namespace Sor.Core.MarketData;

/// <summary>An instrument of a source, with the clock that its records keep.</summary>
internal sealed class Instrument(uint id, string? symbol)
{
    /// <summary>Its id in the records that the source gives.</summary>
    public uint Id => id;

    public string? Symbol => symbol;

    /// <summary>The latest time of any record so far.</summary>
    public ulong Clock { get; set; }

    /// <summary>The clock before it was set to this.</summary>
    public ulong ClockBefore { get; set; }

    /// <summary>The number of the record that set it, in its file, and the file's.</summary>
    public (long Number, int File) SetBy { get; set; }

    /// <summary>The time of the last record.</summary>
    public ulong Last { get; set; }

    /// <summary>Records so far.</summary>
    public long Records { get; set; }

    /// <summary>Of these, the disordered.</summary>
    public long Disordered { get; set; }

    /// <summary>Of these, those that come after the record before them.</summary>
    public long Ascending { get; set; }
}

/// <summary>
/// Which instrument a record is of. Where the data has symbols a symbol is one instrument, whatever the ids it comes under, and an id that
/// goes over to another symbol is two; where
/// it has none, the id is. An instrument keeps the id that it first came under, unless another has that already.
/// </summary>
/// <remarks>
/// Readers give each record the *handle* of its symbol and id, in the order in which files happen to be read. Handles become instruments in
/// stream order, so that ids depend on
/// the stream alone.
/// </remarks>
internal sealed class InstrumentTable
{
    private readonly Dictionary<string, Dictionary<long, uint>> handles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<long, uint>>.AlternateLookup<ReadOnlySpan<char>> bySpan;
    private readonly List<(string Symbol, uint? Id, Instrument? Instrument)> known = [];
    private readonly Dictionary<string, Instrument> bySymbol = new(StringComparer.Ordinal);
    private readonly Dictionary<uint, Instrument> byId = [];
    private uint lastNew;

    public InstrumentTable() => bySpan = handles.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// The instruments seen so far that have a symbol, and those that file headers name and no record came of, in the order of ids.
    /// </summary>
    public IReadOnlyList<InstrumentSymbol> Symbols
    {
        get
        {
            var symbols = new SortedDictionary<uint, string>();
            foreach (var instrument in bySymbol.Values) symbols.Add(instrument.Id, instrument.Symbol!);
            foreach (var (symbol, id, instrument) in known)
                if (instrument is null && symbol.Length > 0 && id is { } named && !bySymbol.ContainsKey(symbol))
                    symbols.TryAdd(named, symbol);
            return [.. symbols.Select(s => new InstrumentSymbol(s.Key, s.Value))];
        }
    }

    /// <summary>The handle of a symbol and an id.</summary>
    /// <param name="symbol">The symbol; empty where there is none.</param>
    /// <param name="id">The id; <c>null</c> where there is none.</param>
    public uint Handle(ReadOnlySpan<char> symbol, uint? id)
    {
        if (!bySpan.TryGetValue(symbol, out var ids))
        {
            ids = [];
            handles.Add(symbol.ToString(), ids);
        }

        var key = id is { } number ? (long)number : -1;
        if (ids.TryGetValue(key, out var handle)) return handle;
        handle = (uint)known.Count;
        ids.Add(key, handle);
        known.Add((symbol.ToString(), id, null));
        return handle;
    }

    /// <summary>The instrument of the next record in the stream.</summary>
    public Instrument Of(uint handle)
    {
        var (symbol, id, instrument) = known[(int)handle];
        if (instrument is not null) return instrument;
        if (symbol.Length == 0 || !bySymbol.TryGetValue(symbol, out instrument))
        {
            if (symbol.Length > 0 || id is null || !byId.TryGetValue(id.Value, out instrument)) instrument = New(symbol, id);
        }

        known[(int)handle] = (symbol, id, instrument);
        return instrument;
    }

    private Instrument New(string symbol, uint? id)
    {
        if (id is null || byId.ContainsKey(id.Value))
        {
            do lastNew++;
            while (byId.ContainsKey(lastNew));
            id = lastNew;
        }

        var instrument = new Instrument(id.Value, symbol.Length == 0 ? null : symbol);
        byId.Add(id.Value, instrument);
        if (symbol.Length > 0) bySymbol.Add(symbol, instrument);
        return instrument;
    }
}
