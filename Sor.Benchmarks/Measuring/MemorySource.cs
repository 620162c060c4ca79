using Sor.Core.MarketData;

namespace Sor.Benchmarks.Measuring;

/// <summary>Records that are in memory already: what remains when parsing costs nothing.</summary>
/// <param name="records">The records.</param>
/// <param name="summary">What is told of them; otherwise their number alone.</param>
internal sealed class MemorySource(ReadOnlyMemory<Mbp1> records, SourceSummary? summary = null) : IRecordSource
{
    private int at;

    public SourceSchema Schema { get; } = new("mbp-1", HasBids: true, HasTrades: true);

    public SourceSummary Summary => summary ?? new(["memory"], at, [], []);

    public double? Progress => (double)at / records.Length;

    public int Read(Span<Mbp1> destination)
    {
        var count = Math.Min(destination.Length, records.Length - at);
        records.Span.Slice(at, count).CopyTo(destination);
        at += count;
        return count;
    }

    public void Dispose()
    {
    }
}
