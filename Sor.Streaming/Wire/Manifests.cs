using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Sor.Core.MarketData;

namespace Sor.Streaming.Wire;

/// <summary>What BEGIN says of a run.</summary>
/// <param name="Version">Version of the stream's form: 1.</param>
/// <param name="Run">The run's id.</param>
/// <param name="Format">How records are written.</param>
/// <param name="Partition">The partition this BEGIN is on.</param>
/// <param name="Partitions">How many partitions the topic had; an instrument's records are on partition <c>instrument_id mod
/// Partitions</c>.</param>
/// <param name="Begins">On partition 0, which is written last: the offsets of the BEGINs of partitions 1, 2, and so on.</param>
/// <param name="Schema">What the records carry.</param>
/// <param name="Files">Names of the files published, without folders.</param>
/// <param name="Speed">How many times faster than the market; 0 for as fast as possible.</param>
/// <param name="Symbols">Symbols of the partition's instruments, where known by now.</param>
public sealed record BeginManifest(
    int Version,
    string Run,
    StreamFormat Format,
    int Partition,
    int Partitions,
    IReadOnlyList<long> Begins,
    SourceSchema Schema,
    IReadOnlyList<string> Files,
    double Speed,
    IReadOnlyList<InstrumentSymbol> Symbols)
{
    /// <summary>The version written, and the newest one read.</summary>
    public const int CurrentVersion = 1;

    private const string Unreadable = "has a BEGIN that cannot be read";

    /// <summary>The first time published, as the user wrote it; <c>null</c> for none.</summary>
    public string? From { get; init; }

    /// <summary>The last time published, as the user wrote it; <c>null</c> for none.</summary>
    public string? To { get; init; }

    /// <summary>W3C context of the producer's run span.</summary>
    public string? TraceParent { get; init; }

    /// <summary>W3C trace state of the producer's run span.</summary>
    public string? TraceState { get; init; }

    /// <summary>Why a BEGIN on partition 0 cannot be read, as the end of a sentence; <c>null</c> if it can.</summary>
    /// <param name="begin">The manifest; <c>null</c> where the message is none.</param>
    /// <param name="run">The run it must be of.</param>
    internal static string? Fault(BeginManifest? begin, string run) => begin switch
    {
        { Version: > CurrentVersion } =>
            $"was written by a newer Sor (stream version {begin.Version}); this one reads version {CurrentVersion}",
        null or { Version: < 1 } or { Partition: not 0 } or { Format: not (StreamFormat.Mbp1 or StreamFormat.Json) } => Unreadable,
        _ when begin.Run != run || begin.Begins.Count != begin.Partitions - 1 || begin.Begins.Any(offset => offset < 0) => Unreadable,
        _ => begin.Files.Contains(null!) ? Unreadable : null,
    };

    /// <summary>The producer's run span, or nothing where it was not traced.</summary>
    internal ActivityContext Trace =>
        ActivityContext.TryParse(TraceParent, TraceState, isRemote: true, out var context) ? context : default;
}

/// <summary>What END says of a run's part on one partition.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Records">Records of the run on this partition.</param>
/// <param name="Hash">XXH3-128 of those records, in order, as 32 hexadecimal digits.</param>
/// <param name="Total">Records of the run on all partitions.</param>
/// <param name="Files">Names of the files read.</param>
/// <param name="Rejects">Rejected rows of the whole run by reason.</param>
/// <param name="Symbols">Symbols of the partition's instruments.</param>
public sealed record EndManifest(
    string Run,
    long Records,
    string Hash,
    long Total,
    IReadOnlyList<string> Files,
    IReadOnlyList<RejectCount> Rejects,
    IReadOnlyList<InstrumentSymbol> Symbols)
{
    /// <summary>Records with a price of 0, of the whole run.</summary>
    public long ZeroPrices { get; init; }

    /// <summary>Prices rounded to a nano-dollar, of the whole run.</summary>
    public long Rounded { get; init; }

    /// <summary>Records more than a second behind the clock, of the whole run.</summary>
    public long Disordered { get; init; }
}

/// <summary>Why a producer gave up.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Records">Records published on this partition before.</param>
/// <param name="Reason">What the producer's user saw.</param>
public sealed record AbortManifest(string Run, long Records, string Reason);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BeginManifest))]
[JsonSerializable(typeof(EndManifest))]
[JsonSerializable(typeof(AbortManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext
{
    /// <summary>
    /// Reads a manifest; <c>null</c> if the bytes are not one: no JSON, a field that is missing, <c>null</c> in place of a value.
    /// </summary>
    public static T? Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
