using System.Globalization;

namespace Sor.Core.MarketData;

/// <summary>
/// Which venue a publisher speaks for. Source: <see href="https://databento.com/docs/venues-and-datasets">Databento's publishers</see>,
/// shipped as
/// <c>publishers.csv</c>.
/// </summary>
public static class Venues
{
    /// <summary>
    /// Where an order for a US equity can be sent, of all the venues Databento lists. The rest are trade reporting facilities (FINN, FINC,
    /// FINY, XADF),
    /// consolidations (CTA, UTP, DBEQ, EQUS), options, futures, indices and foreign markets.
    /// </summary>
    private static readonly HashSet<string> RoutableMics =
    [
        "XNAS", "XBOS", "XPSX", "BATS", "BATY", "EDGA", "EDGX", "XNYS", "XCIS", "XASE", "XCHI",
        "ARCX", "IEXG", "MEMX", "EPRL", "LTSE", "TXSE", "24EQ",
    ];

    private static readonly Dictionary<ushort, (string Mic, bool Routable)> Publishers = Load();

    /// <summary>The venue's market identifier code, or <c>P</c> and the id for a publisher that is not listed.</summary>
    public static string MicOf(ushort publisherId) =>
        Publishers.TryGetValue(publisherId, out var publisher) ? publisher.Mic : "P" + publisherId.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Whether a child order can be sent to the publisher's venue. A publisher that is not listed counts as a venue of its own.
    /// </summary>
    public static bool IsRoutable(ushort publisherId) => !Publishers.TryGetValue(publisherId, out var publisher) || publisher.Routable;

    /// <summary>Publishers of venues of US equities and of what is reported beside them, options left out, in the order of ids.</summary>
    internal static IEnumerable<(ushort Id, string Mic)> Equities =>
        Publishers.OrderBy(p => p.Key)
            .Where(p => p.Value.Routable || p.Value.Mic is "FINN" or "FINC" or "FINY")
            .Select(p => (p.Key, p.Value.Mic));

    private static Dictionary<ushort, (string, bool)> Load()
    {
        using var stream = typeof(Venues).Assembly.GetManifestResourceStream("publishers.csv")!;
        using var reader = new StreamReader(stream);
        var publishers = new Dictionary<ushort, (string, bool)>();
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            var routable = RoutableMics.Contains(cells[2]) && !cells[1].StartsWith("OPRA", StringComparison.Ordinal);
            publishers.Add(ushort.Parse(cells[0], CultureInfo.InvariantCulture), (cells[2], routable));
        }

        return publishers;
    }
}
