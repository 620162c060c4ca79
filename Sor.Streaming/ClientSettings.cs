using Confluent.Kafka;

namespace Sor.Streaming;

/// <summary>
/// The client settings that the stream's guarantees rest on. They override the user's; everything else (security, addresses, buffers) is
/// the user's.
/// </summary>
public static class ClientSettings
{
    /// <summary>The client's own largest batch, bytes.</summary>
    internal const int UsualBatchBytes = 1_000_000;

    // A broker that is up answers within this time even on a busy machine.
    private const double LeastPatience = 1_000;

    /// <summary>Settings of a producer that neither loses nor duplicates a message, in bounded memory.</summary>
    /// <param name="config">Changed in place.</param>
    /// <param name="timeout">How long a message may stay unacknowledged before the run fails.</param>
    /// <param name="batchBytes">The largest batch that the topic takes; <c>null</c> while that is not known.</param>
    public static void ForPublishing(ProducerConfig config, TimeSpan timeout, int? batchBytes = null)
    {
        if (batchBytes is { } most) config.BatchSize = Math.Min(config.BatchSize ?? UsualBatchBytes, most);
        config.EnableIdempotence = true;
        config.Acks = Acks.All;
        config.CompressionType ??= CompressionType.Lz4;
        config.LingerMs ??= 5;
        config.QueueBufferingMaxKbytes ??= 32768;
        config.MessageTimeoutMs ??= (int)Patience(timeout).TotalMilliseconds;
        // A transactional id asks for transactions, which the stream does not use: its END is the commit.
        config.TransactionalId = null;
        config.EnableDeliveryReports = true;
        config.DeliveryReportFields = "none";
        config.AllowAutoCreateTopics = false;
        Common(config);
    }

    /// <summary>Settings of a consumer that reads partitions it chooses itself, and to which a gap is an error.</summary>
    /// <param name="config">Changed in place.</param>
    public static void ForReplay(ConsumerConfig config)
    {
        // The client wants a group id even where partitions are assigned by hand; nothing is ever committed under it.
        config.GroupId ??= "sor";
        config.EnableAutoCommit = false;
        config.EnableAutoOffsetStore = false;
        config.AutoOffsetReset = AutoOffsetReset.Error;
        config.EnablePartitionEof = true;
        config.ConsumeResultFields = "headers,timestamp";
        config.QueuedMaxMessagesKbytes ??= 16384;
        // A full queue is empty again within milliseconds; the client's own second of rest would starve the reader.
        config.FetchQueueBackoffMs ??= 5;
        // A fetch that waits at the end of one partition holds up the next look elsewhere.
        config.FetchWaitMaxMs ??= 50;
        config.AllowAutoCreateTopics = false;
        Common(config);
    }

    /// <summary>Settings of a consumer that takes part in a group: it learns its partitions, and other clients read them.</summary>
    /// <param name="config">Changed in place.</param>
    /// <param name="group">The group's name.</param>
    public static void ForMembership(ConsumerConfig config, string group)
    {
        config.GroupId = group;
        ForReplay(config);
        config.AutoOffsetReset = AutoOffsetReset.Latest;
        config.EnablePartitionEof = false;
        // Under the newer protocol these settings are the broker's, and a client that sets them is refused.
        if (config.GroupProtocol == GroupProtocol.Consumer) return;
        // Members keep their partitions while others come and go, and a killed member is noticed within seconds.
        config.PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky;
        config.SessionTimeoutMs ??= 6_000;
        config.HeartbeatIntervalMs ??= 1_000;
    }

    /// <summary>A timeout as the client takes it: 0 means without end there, and the longest is some 24 days.</summary>
    /// <param name="wait">What the user asks for.</param>
    internal static TimeSpan Patience(TimeSpan wait) =>
        TimeSpan.FromMilliseconds(Math.Clamp(wait.TotalMilliseconds, LeastPatience, int.MaxValue));

    private static void Common(ClientConfig config)
    {
        config.ClientId ??= "sor";
        // The longest that a broker which has come back stays unnoticed.
        config.ReconnectBackoffMaxMs ??= 1000;
        config.SocketKeepaliveEnable ??= true;
    }
}
