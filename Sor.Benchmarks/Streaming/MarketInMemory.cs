using Sor.Benchmarks.Measuring;
using Sor.Core.MarketData;
using Sor.Core.Simulation;

namespace Sor.Benchmarks.Streaming;

/// <summary>A synthetic market made beforehand, so that making it costs no contender anything.</summary>
internal sealed class MarketInMemory
{
    private readonly Mbp1[] records;
    private readonly SourceSummary summary;

    public MarketInMemory(long count)
    {
        using var market = new SyntheticMarket(Options(count));
        records = new Mbp1[count];
        for (var filled = 0; filled < records.Length; filled += market.Read(records.AsSpan(filled)))
        {
        }

        summary = market.Summary;
    }

    /// <summary>All records.</summary>
    public ReadOnlySpan<Mbp1> Records => records;

    /// <summary>The market of every stream benchmark: twelve venues, four instruments, one day.</summary>
    public static MarketOptions Options(long count) => new() { Records = count, Venues = SimulatedVenue.First(12), Instruments = 4 };

    /// <summary>The first records as a source.</summary>
    public IRecordSource Open(int count = int.MaxValue) => new MemorySource(records.AsMemory(0, Math.Min(count, records.Length)), summary);
}
