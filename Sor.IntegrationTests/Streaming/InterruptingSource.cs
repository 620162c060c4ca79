using Sor.Core.MarketData;

namespace Sor.IntegrationTests.Streaming;

/// <summary>
/// Does something when its source is read for the second time: BEGIN and some records have been sent by then, END has not.
/// </summary>
internal sealed class InterruptingSource(IRecordSource source, Action action) : IRecordSource
{
    private int reads;

    public SourceSchema Schema => source.Schema;

    public SourceSummary Summary => source.Summary;

    public double? Progress => source.Progress;

    public int Read(Span<Mbp1> destination)
    {
        if (++reads == 2) action();
        return source.Read(destination);
    }

    public void Dispose() => source.Dispose();
}
