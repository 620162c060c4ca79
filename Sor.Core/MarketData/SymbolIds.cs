using System.Text;

namespace Sor.Core.MarketData;

/// <summary>Symbols and instrument ids of CSV files: ids by first appearance where the data has none.</summary>
internal sealed class SymbolIds
{
    private readonly Dictionary<string, uint> idBySymbol = new(StringComparer.Ordinal);
    private readonly Dictionary<string, uint>.AlternateLookup<ReadOnlySpan<char>> bySpan;
    private uint? noted;

    public SymbolIds() => bySpan = idBySymbol.GetAlternateLookup<ReadOnlySpan<char>>();

    public Dictionary<uint, string> Symbols { get; } = [];

    public void Note(uint id, ReadOnlySpan<byte> symbol)
    {
        if (id == noted) return;
        noted = id;
        if (!Symbols.ContainsKey(id)) Symbols.Add(id, Encoding.UTF8.GetString(symbol));
    }

    /// <summary>Forgets all: files are read in another order than they were opened in.</summary>
    public void Clear()
    {
        idBySymbol.Clear();
        Symbols.Clear();
        noted = null;
    }

    public uint Of(ReadOnlySpan<byte> symbol)
    {
        Span<char> chars = stackalloc char[symbol.Length > 256 ? 256 : symbol.Length];
        var count = Encoding.Latin1.GetChars(symbol[..chars.Length], chars);
        return Of(chars[..count]);
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
