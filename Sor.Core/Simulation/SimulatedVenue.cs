namespace Sor.Core.Simulation;

/// <summary>How one venue of the synthetic market behaves.</summary>
/// <param name="Mic">Market identifier code.</param>
/// <param name="PublisherId">Databento's id of the venue in its consolidated data set <c>EQUS.ALL</c>.</param>
/// <param name="Activity">Share of quote changes, relative to the other venues.</param>
/// <param name="Appeal">Share of trades where several venues show the best price, relative to the others. Takers like low fees.</param>
/// <param name="LagMicros">Mean delay, in microseconds, after which its makers follow a move of the common price. The shortest
/// leads.</param>
/// <param name="ExtraSpread">What its makers keep beyond the common half-spread, in 1/64 of a tick.</param>
/// <param name="Lots">Typical displayed size, in round lots.</param>
/// <param name="LatencyMicros">Time from the venue to the capture server, in microseconds.</param>
/// <param name="Shyness">How often it shows stub quotes, one side or nothing, relative to the others.</param>
/// <remarks>
/// The figures are ours, chosen so that the venues differ as real ones do in kind (see <c>docs/simulation.md</c>); they are not estimates
/// of any venue.
/// </remarks>
public sealed record SimulatedVenue(
    string Mic,
    ushort PublisherId,
    uint Activity,
    uint Appeal,
    uint LagMicros,
    uint ExtraSpread,
    uint Lots,
    uint LatencyMicros,
    uint Shyness)
{
    /// <summary>All venues, in the order in which a smaller market takes them.</summary>
    public static IReadOnlyList<SimulatedVenue> All { get; } =
    [
        new("XNAS", 66, 230, 200, 120, 0, 6, 60, 1),
        new("ARCX", 79, 150, 130, 300, 8, 5, 75, 1),
        new("BATS", 71, 130, 110, 250, 10, 4, 90, 1),
        new("EDGX", 74, 120, 110, 420, 8, 5, 95, 1),
        new("EDGA", 73, 60, 150, 700, 36, 2, 95, 3),
        new("BATY", 72, 60, 120, 900, 32, 2, 95, 3),
        new("IEXG", 64, 60, 90, 1_200, 24, 3, 410, 2),
        new("XBOS", 75, 40, 90, 2_500, 40, 2, 70, 12),
        new("XNYS", 67, 120, 120, 350, 12, 6, 80, 1),
        new("MEMX", 77, 90, 80, 450, 16, 3, 85, 1),
        new("EPRL", 65, 50, 60, 650, 28, 2, 130, 2),
        new("XPSX", 76, 25, 30, 3_000, 48, 2, 70, 12),
        new("XCHI", 62, 12, 15, 8_000, 56, 1, 85, 20),
        new("XASE", 78, 12, 15, 6_000, 56, 1, 80, 20),
        new("XCIS", 63, 12, 15, 9_000, 60, 1, 80, 20),
    ];

    /// <summary>The first venues of <see cref="All"/>.</summary>
    /// <param name="count">How many, 1 to 15.</param>
    /// <exception cref="SorException">There are not so many.</exception>
    public static IReadOnlyList<SimulatedVenue> First(int count) => count >= 1 && count <= All.Count
        ? [.. All.Take(count)]
        : throw SorException.Usage($"{count} venues: the synthetic market has 1 to {All.Count}");

    /// <summary>Venues by their codes.</summary>
    /// <exception cref="SorException">A code is not in <see cref="All"/>, or is there twice.</exception>
    public static IReadOnlyList<SimulatedVenue> Named(IEnumerable<string> mics)
    {
        var venues = new List<SimulatedVenue>();
        foreach (var mic in mics)
        {
            var venue = All.FirstOrDefault(v => v.Mic == mic)
                ?? throw SorException.Usage($"venue '{mic}': the synthetic market has {string.Join(", ", All.Select(v => v.Mic))}");
            if (venues.Contains(venue)) throw SorException.Usage($"venue {mic} is named twice");
            venues.Add(venue);
        }

        return venues;
    }
}
