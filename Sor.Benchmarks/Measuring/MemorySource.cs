using Sor.Core.MarketData;

namespace Sor.Benchmarks.Measuring;

/// <summary>Records that are in memory already: what remains when parsing costs nothing.</summary>
internal sealed class MemorySource(Mbp1[] records) : IRecordSource
{
    private int at;

    public SourceSchema Schema { get; } = new("mbp-1", HasBids: true, HasTrades: true);

    public SourceSummary Summary => new(["memory"], at, [], []);

    public double? Progress => (double)at / records.Length;

    public int Read(Span<Mbp1> destination)
    {
        var count = Math.Min(destination.Length, records.Length - at);
        records.AsSpan(at, count).CopyTo(destination);
        at += count;
        return count;
    }

    public void Dispose()
    {
    }
}
