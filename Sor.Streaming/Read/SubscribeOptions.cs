using Sor.Core.MarketData;
using Sor.Streaming.Wire;

namespace Sor.Streaming.Read;

/// <summary>Which run to read, how long to wait for it, and which faults to tolerate.</summary>
public sealed record SubscribeOptions
{
    /// <summary>The topic.</summary>
    public string Topic { get; init; } = StreamDefaults.Topic;

    /// <summary>The run's id; <c>null</c> for the newest run on the topic or, where there is none, the next that begins.</summary>
    public string? Run { get; init; }

    /// <summary>How long nothing may come before the command gives up.</summary>
    public TimeSpan Wait { get; init; } = StreamDefaults.Wait;

    /// <summary>When the reader began to wait. The lag of older messages is counted from here.</summary>
    public DateTimeOffset Started { get; init; } = TimeProvider.System.GetUtcNow();

    /// <summary>The brokers' address, for messages; <c>null</c> where it is not known.</summary>
    public string? Brokers { get; init; }

    /// <summary>
    /// Read what is there at the start and no further: for streams that have no END, such as other programs'. The result cannot be
    /// verified.
    /// </summary>
    public bool UntilEnd { get; init; }

    /// <summary>Whether missing records are counted rather than an error.</summary>
    public bool AllowGaps { get; init; }

    /// <summary>How other programs' messages are written; <c>null</c> to tell by the first.</summary>
    public StreamFormat? Format { get; init; }

    /// <summary>The partitions to read; <c>null</c> for all.</summary>
    public IReadOnlyList<int>? Partitions { get; init; }

    /// <summary>How other programs' messages are read; those of a run were read by its producer.</summary>
    public ReadOptions Reading { get; init; } = new();
}
