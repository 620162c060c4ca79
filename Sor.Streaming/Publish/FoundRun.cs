using Confluent.Kafka;
using Sor.Core.MarketData;
using Sor.Streaming.Read;
using Sor.Streaming.Wire;

namespace Sor.Streaming.Publish;

/// <summary>What the broker has of a run on one partition.</summary>
/// <param name="Begin">Offset of BEGIN.</param>
/// <param name="Records">How many records, from the first without a gap.</param>
/// <param name="Hash">Their hash.</param>
/// <param name="Messages">Messages of the run, BEGIN included.</param>
/// <param name="End">END, if it is there.</param>
internal sealed record FoundPartition(long Begin, long Records, string Hash, long Messages, EndManifest? End)
{
    public bool Ended => End is not null;
}

/// <summary>What the broker has of a run.</summary>
/// <param name="Begin">BEGIN on partition 0.</param>
/// <param name="Partitions">By partition; empty if only BEGIN was looked for.</param>
internal sealed record FoundRun(BeginManifest Begin, FoundPartition[] Partitions)
{
    public bool Ended => Partitions.Length > 0 && Partitions.All(partition => partition.Ended);

    public long Records => Partitions.Sum(partition => partition.Records);

    public IReadOnlyList<RejectCount> Rejects => Partitions[0].End?.Rejects ?? [];

    /// <summary>Finds a run; with <paramref name="scan"/> it also reads all of it, to know where it can be resumed.</summary>
    public static FoundRun? Find(
        IConsumer<Ignore, Payload> consumer,
        string topic,
        string? run,
        bool scan,
        TimeSpan wait,
        CancellationToken cancellation)
    {
        var reader = new TopicReader(consumer, topic, wait, cancellation);
        var (low, high) = reader.Watermarks(0);
        var location = new RunLocator(reader, topic).Find(run, low, high);
        if (location is null) return null;
        var partitions = scan
            ? Enumerable.Range(0, location.Manifest.Partitions).Select(partition => Read(reader, location, partition)).ToArray()
            : [];
        return new FoundRun(location.Manifest, partitions);
    }

    private static FoundPartition Read(TopicReader reader, RunLocation location, int partition)
    {
        var run = location.Manifest.Run;
        var begin = location.BeginOf(partition);
        var (low, high) = reader.Watermarks(partition);
        if (begin < low)
            throw SorException.BadData(
                $"run {run}, partition {partition}: its head was deleted by the topic's retention; publish a new run");
        var integrity = new PartitionIntegrity(run, partition, allowGaps: false);
        var decoder = new MessageDecoder(run, location.Manifest.Format);
        EndManifest? end = null;
        long messages = 0;
        foreach (var message in reader.Between(partition, begin, high))
        {
            var offset = message.Offset.Value;
            if (StreamHeaders.Read(message.Message.Headers, offset) is not { } headers || headers.Run != run) continue;
            messages++;
            if (headers.Kind == MessageKind.Begin) continue;
            if (headers.Begin != begin) throw integrity.SecondProducer(offset);
            if (headers.Kind == MessageKind.Data) integrity.Accept(headers.Seq, decoder.Records(message.Message.Value, offset));
            if (headers.Kind != MessageKind.End) continue;
            end = MessageDecoder.End(message.Message.Value, run, offset);
            integrity.End(end);
        }

        return new FoundPartition(begin, integrity.Next, integrity.Hash, messages, end);
    }
}
