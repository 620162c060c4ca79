using Sor.Streaming.Wire;

namespace Sor.Streaming.Publish;

/// <summary>What to publish and how.</summary>
public sealed record PublishOptions
{
    /// <summary>The topic; created where it is absent.</summary>
    public string Topic { get; init; } = StreamDefaults.Topic;

    /// <summary>Partitions of a topic that is created (1 if not given); an existing topic must have as many.</summary>
    public int? Partitions { get; init; }

    /// <summary>Size at which a topic that is created drops its oldest data, bytes over all partitions.</summary>
    public long RetentionBytes { get; init; } = 20L << 30;

    /// <summary>Copies of each partition of a topic that is created; <c>null</c> for the broker's default.</summary>
    public short? Replication { get; init; }

    /// <summary>The run's id; <c>null</c> for a new one, or with <see cref="Resume"/> for the newest on the topic.</summary>
    public string? Run { get; init; }

    /// <summary>Whether to go on with what the broker has of the run.</summary>
    public bool Resume { get; init; }

    /// <summary>How records are written.</summary>
    public StreamFormat Format { get; init; }

    /// <summary>How many times faster than the market; 0 for as fast as possible.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Which records to publish, by their time.</summary>
    public TimeWindow Window { get; init; } = TimeWindow.All;

    /// <summary>The brokers' address, for messages; <c>null</c> where it is not known.</summary>
    public string? Brokers { get; init; }

    /// <summary>How long the broker may stay away before the run fails.</summary>
    public TimeSpan Wait { get; init; } = StreamDefaults.Wait;

    /// <summary>The most bytes put into one message.</summary>
    public int MessageBytes { get; init; } = StreamDefaults.MessageBytes;
}
