using Sor.Core.MarketData;

namespace Sor.Streaming.Read;

/// <summary>How a stream was read. None of it belongs in a result, which is the same as from a file.</summary>
/// <param name="Run">The run's id; <c>null</c> for other programs' streams.</param>
/// <param name="Verified">Whether count and hash were the producer's on every partition.</param>
/// <param name="Duplicates">Records dropped because they came twice.</param>
/// <param name="Missing">Records given up as missing.</param>
/// <param name="OtherRuns">Other runs seen and skipped.</param>
/// <param name="OtherMessages">Other programs' messages, skipped.</param>
public sealed record StreamReport(string? Run, bool Verified, long Duplicates, long Missing, int OtherRuns, long OtherMessages);

/// <summary>A source that comes from a broker.</summary>
public interface IStreamSource : IRecordSource
{
    /// <summary>How the stream was read. Complete at the end.</summary>
    StreamReport Report { get; }

    /// <summary>Which records came from a partition; <c>null</c> where its END has not come.</summary>
    /// <param name="partition">The partition.</param>
    PartitionStamp? StampOf(int partition);
}
