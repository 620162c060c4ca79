namespace Sor.Core.MarketData;

/// <summary>Venues by the names that data without publisher ids gives them: MIC, name, or the letter of the consolidated tape.</summary>
internal static class VenueNames
{
    private static readonly (string Mic, string[] Names)[] Usual =
    [
        ("XNAS", ["NASDAQ", "NSDQ", "NAS", "ISLAND", "ITCH", "Q", "T"]),
        ("XBOS", ["NASDAQ BX", "BX", "BOSTON", "B"]),
        ("XPSX", ["NASDAQ PSX", "PSX", "PHLX", "X"]),
        ("BATS", ["BZX", "CBOE BZX", "BATS BZX", "CBOE", "Z"]),
        ("BATY", ["BYX", "CBOE BYX", "BATS BYX", "Y"]),
        ("EDGA", ["CBOE EDGA", "J"]),
        ("EDGX", ["CBOE EDGX", "K"]),
        ("XNYS", ["NYSE", "NEW YORK STOCK EXCHANGE", "N"]),
        ("XCIS", ["NYSE NATIONAL", "NSX", "C"]),
        ("XASE", ["NYSE AMERICAN", "AMEX", "NYSE MKT", "A"]),
        ("XCHI", ["NYSE CHICAGO", "CHX", "NYSE TEXAS", "M"]),
        ("ARCX", ["NYSE ARCA", "ARCA", "P"]),
        ("IEXG", ["IEX", "V"]),
        ("MEMX", ["MEMBERS EXCHANGE", "U"]),
        ("EPRL", ["MIAX PEARL", "MIAX", "PEARL", "H"]),
        ("LTSE", ["LONG-TERM STOCK EXCHANGE", "L"]),
        ("24EQ", ["24X"]),
        ("FINN", ["FINRA", "ADF", "TRF", "D"]),
    ];

    private static readonly Dictionary<string, ushort> Publishers = Load();
    private static readonly Dictionary<string, ushort>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        Publishers.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The venue's publisher, of several the one with the lowest id.</summary>
    /// <param name="name">MIC, name or letter, in any case.</param>
    /// <param name="publisher">Its id.</param>
    /// <returns>Whether there is such a venue.</returns>
    public static bool TryPublisher(ReadOnlySpan<char> name, out ushort publisher) => BySpan.TryGetValue(name, out publisher);

    private static Dictionary<string, ushort> Load()
    {
        var names = new Dictionary<string, ushort>(StringComparer.OrdinalIgnoreCase);
        foreach (var (id, mic) in Venues.Equities) names.TryAdd(mic, id);
        foreach (var (mic, others) in Usual)
            foreach (var name in others)
                if (names.TryGetValue(mic, out var id))
                    names.TryAdd(name, id);
        return names;
    }
}
