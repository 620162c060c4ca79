using Sor.Core.MarketData;
using Sor.Streaming.Read;

namespace Sor.Backtester.Commands;

/// <summary>A stream together with the client it is read with.</summary>
internal sealed class KafkaSource(IDisposable client, IStreamSource stream) : IStreamSource
{
    public SourceSchema Schema => stream.Schema;

    public SourceSummary Summary => stream.Summary;

    public double? Progress => stream.Progress;

    public StreamReport Report => stream.Report;

    public PartitionStamp? StampOf(int partition) => stream.StampOf(partition);

    public int Read(Span<Mbp1> destination) => stream.Read(destination);

    public void Dispose()
    {
        stream.Dispose();
        client.Dispose();
    }
}
