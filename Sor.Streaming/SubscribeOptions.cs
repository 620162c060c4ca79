namespace Sor.Streaming;

/// <summary>Which run to read and what to put up with.</summary>
public sealed record SubscribeOptions
{
    /// <summary>The topic.</summary>
    public string Topic { get; init; } = StreamDefaults.Topic;

    /// <summary>The run; <c>null</c> for the newest, else the next to begin.</summary>
    public string? Run { get; init; }

    /// <summary>How long nothing may come before the command gives up.</summary>
    public TimeSpan Wait { get; init; } = StreamDefaults.Wait;

    /// <summary>Since when the reader waits for the run. What is on the topic before lags from here on.</summary>
    public DateTimeOffset Started { get; init; } = TimeProvider.System.GetUtcNow();

    /// <summary>The brokers' address, for messages; <c>null</c> where it is not known.</summary>
    public string? Brokers { get; init; }

    /// <summary>
    /// Read what is there at the start and no further: for streams that have no END, such as other programs'. The result cannot be verified.
    /// </summary>
    public bool UntilEnd { get; init; }

    /// <summary>Whether missing records are counted rather than an error.</summary>
    public bool AllowGaps { get; init; }

    /// <summary>How other programs' messages are written; <c>null</c> to tell by the first.</summary>
    public StreamFormat? Format { get; init; }

    /// <summary>The partitions to read; <c>null</c> for all.</summary>
    public IReadOnlyList<int>? Partitions { get; init; }

    /// <summary>The part of rows of other programs' messages that may be unreadable, from 0 to 1.</summary>
    public double MaxRejectRate { get; init; } = 0.01;
}

/// <summary>How a stream was read: what differs from a file and so does not belong in a result.</summary>
/// <param name="Run">The run's id; <c>null</c> for other programs' streams.</param>
/// <param name="Verified">Whether count and hash were the producer's on every partition.</param>
/// <param name="Duplicates">Records dropped because they came twice.</param>
/// <param name="Missing">Records given up as missing.</param>
/// <param name="OtherRuns">Other runs seen and skipped.</param>
/// <param name="OtherMessages">Messages of no run of ours, skipped.</param>
public sealed record StreamReport(string? Run, bool Verified, long Duplicates, long Missing, int OtherRuns, long OtherMessages);

/// <summary>A source that comes from a broker.</summary>
public interface IStreamSource : Core.MarketData.IRecordSource
{
    /// <summary>How the stream was read. Complete at the end.</summary>
    StreamReport Report { get; }
}
