using Sor.Core.MarketData;

namespace Sor.Tests;

/// <summary>Records in memory as a source, handed out a few at a time.</summary>
internal sealed class Records(Mbp1[] records, SourceSchema schema, int atOnce = 7) : IRecordSource
{
    private int next;

    public SourceSchema Schema => schema;

    public SourceSummary Summary => SourceSummary.Empty with { Records = next };

    public double? Progress => null;

    public int Read(Span<Mbp1> destination)
    {
        var count = Math.Min(Math.Min(destination.Length, atOnce), records.Length - next);
        records.AsSpan(next, count).CopyTo(destination);
        next += count;
        return count;
    }

    public void Dispose()
    {
    }
}
