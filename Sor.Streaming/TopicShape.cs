using System.Globalization;
using Confluent.Kafka.Admin;

namespace Sor.Streaming;

/// <summary>How a topic is made where it is absent.</summary>
/// <param name="Partitions">How many partitions.</param>
/// <param name="RetentionBytes">Size at which it drops its oldest data, bytes over all partitions.</param>
/// <param name="Replication">Copies of each partition; <c>null</c> for the broker's default.</param>
internal sealed record TopicShape(int Partitions, long RetentionBytes, short? Replication)
{
    /// <summary>The topic as Kafka is asked for it.</summary>
    public TopicSpecification Of(string name)
    {
        var topic = new TopicSpecification
        {
            Name = name,
            NumPartitions = Partitions,
            ReplicationFactor = Replication ?? -1,
            Configs = new()
            {
                ["retention.bytes"] = (RetentionBytes / Partitions).ToString(CultureInfo.InvariantCulture),
                ["retention.ms"] = "-1",
            },
        };
        // Writing goes on with one broker away, and what was acknowledged is on all copies but one.
        if (Replication is { } copies)
            topic.Configs["min.insync.replicas"] = Math.Max(1, copies - 1).ToString(CultureInfo.InvariantCulture);
        return topic;
    }
}
