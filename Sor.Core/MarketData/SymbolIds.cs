namespace Sor.Core.MarketData;

/// <summary>Symbols and instrument ids of CSV files: ids by first appearance where the data has none.</summary>
internal sealed class SymbolIds
{
    private readonly Dictionary<string, uint> idBySymbol = new(StringComparer.Ordinal);
    private readonly Dictionary<string, uint>.AlternateLookup<ReadOnlySpan<char>> bySpan;
    private uint? noted;

    public SymbolIds() => bySpan = idBySymbol.GetAlternateLookup<ReadOnlySpan<char>>();

    public Dictionary<uint, string> Symbols { get; } = [];

    public void Note(uint id, ReadOnlySpan<char> symbol)
    {
        if (id == noted) return;
        noted = id;
        if (!Symbols.ContainsKey(id)) Symbols.Add(id, symbol.ToString());
    }

    /// <summary>Forgets all: files are read in another order than they were opened in.</summary>
    public void Clear()
    {
        idBySymbol.Clear();
        Symbols.Clear();
        noted = null;
    }

    public uint Of(ReadOnlySpan<char> symbol)
    {
        if (bySpan.TryGetValue(symbol, out var id)) return id;
        id = (uint)idBySymbol.Count + 1;
        var name = symbol.ToString();
        idBySymbol.Add(name, id);
        Symbols.Add(id, name);
        return id;
    }
}
