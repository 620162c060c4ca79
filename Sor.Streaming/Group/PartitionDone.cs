using System.Text.Json.Serialization;
using Sor.Core.MarketData;

namespace Sor.Streaming.Group;

/// <summary>That a partition of a run has been replayed and its instruments' outcomes are in the results topic.</summary>
/// <param name="Run">The run.</param>
/// <param name="Options">What the outcomes depend on besides the records, as one line.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Partitions">Partitions of the run.</param>
/// <param name="Member">Who did it.</param>
/// <param name="Instruments">Ids of the partition's instruments.</param>
/// <param name="Schema">What the stream carried.</param>
/// <param name="Summary">What was read of the partition; files and rejects are the whole run's.</param>
/// <param name="Verified">Whether count and hash were the producer's.</param>
public sealed record PartitionDone(
    string Run, string Options, int Partition, int Partitions, string Member, IReadOnlyList<uint> Instruments, SourceSchema Schema, SourceSummary Summary, bool Verified);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PartitionDone))]
internal sealed partial class ResultsJson : JsonSerializerContext;
