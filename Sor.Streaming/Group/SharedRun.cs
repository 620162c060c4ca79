using System.Diagnostics;
using Confluent.Kafka;
using Sor.Streaming.Read;
using Sor.Streaming.Wire;

namespace Sor.Streaming.Group;

/// <summary>A run that a group shares, and the origin that each part of its outcomes must have.</summary>
public sealed class SharedRun
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly string topic;
    private readonly string options;
    private readonly string engine;
    private readonly RunLocation location;
    private readonly EndFinder[] ends;
    private readonly PartitionStamp?[] stamps;
    private readonly long[] looked;

    private SharedRun(string topic, TopicReader reader, RunLocation location, string options, string engine)
    {
        (this.topic, this.location, this.options, this.engine) = (topic, location, options, engine);
        Begin = location.Manifest;
        var partitions = Enumerable.Range(0, Begin.Partitions);
        ends = [.. partitions.Select(partition => new EndFinder(reader, Begin.Run, partition, location.BeginOf(partition)))];
        stamps = new PartitionStamp?[Begin.Partitions];
        looked = new long[Begin.Partitions];
    }

    /// <summary>BEGIN of the run.</summary>
    public BeginManifest Begin { get; }

    /// <summary>Finds the run that the options ask for, or waits for it.</summary>
    /// <param name="consumer">A client with <see cref="ClientSettings.ForReplay"/>, for this object alone.</param>
    /// <param name="reading">Which run.</param>
    /// <param name="options">What outcomes depend on besides the records, as one line.</param>
    /// <param name="engine">Version of what makes outcomes.</param>
    /// <param name="notice">Told what is being waited for.</param>
    /// <param name="cancellation">Ends every wait.</param>
    /// <exception cref="SorException">No broker, no run within the time, or a run that cannot be read.</exception>
    public static SharedRun Locate(
        IConsumer<Ignore, Payload> consumer, SubscribeOptions reading, string options, string engine, Action<Notice>? notice = null,
        CancellationToken cancellation = default)
    {
        var (reader, location, _) = StreamSubscriber.Find(consumer, reading with { UntilEnd = false }, notice, cancellation);
        return new SharedRun(reading.Topic, reader, location!, options, engine);
    }

    /// <summary>The offset of BEGIN on a partition.</summary>
    public long BeginOf(int partition) => location.BeginOf(partition);

    /// <summary>The origin of a part that is made from these records.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="stamp">Its records.</param>
    public PartOrigin OriginOf(int partition, PartitionStamp stamp) =>
        new(topic, Begin.Run, Begin.Partitions, partition, stamp, options, engine);

    /// <summary>
    /// The origin that the part of a partition must have; <c>null</c> while the partition has no END. Looks at the topic at most once a
    /// second.
    /// </summary>
    /// <param name="partition">The partition.</param>
    public PartOrigin? OriginOf(int partition)
    {
        if (stamps[partition] is null && (looked[partition] == 0 || Stopwatch.GetElapsedTime(looked[partition]) >= LookAgain))
        {
            stamps[partition] = ends[partition].Find();
            looked[partition] = Stopwatch.GetTimestamp();
        }

        return stamps[partition] is { } stamp ? OriginOf(partition, stamp) : null;
    }
}
