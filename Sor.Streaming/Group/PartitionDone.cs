using System.Text.Json.Serialization;
using Sor.Core.MarketData;

namespace Sor.Streaming.Group;

/// <summary>That a partition of a run has been replayed and its instruments' outcomes are in the results topic.</summary>
/// <param name="Origin">What they were made from.</param>
/// <param name="Member">Who did it.</param>
/// <param name="Instruments">Ids of the partition's instruments.</param>
/// <param name="Schema">What the stream carried.</param>
/// <param name="Summary">What was read of the partition; files and rejects are the whole run's.</param>
/// <param name="Missing">Records given up as missing; without any, count and hash were the producer's.</param>
public sealed record PartitionDone(
    PartOrigin Origin, string Member, IReadOnlyList<uint> Instruments, SourceSchema Schema, SourceSummary Summary, long Missing);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PartitionDone))]
internal sealed partial class ResultsJson : JsonSerializerContext;
