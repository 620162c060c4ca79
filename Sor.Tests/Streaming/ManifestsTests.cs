using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Sor.Core.MarketData;
using Sor.Streaming.Wire;

namespace Sor.Tests.Streaming;

/// <summary>Manifests come from other machines: what is not whole is none.</summary>
public sealed class ManifestsTests
{
    private static readonly BeginManifest Begin =
        new(1, "monday", StreamFormat.Mbp1, 0, 2, [5], new SourceSchema("mbp-1", true, true), ["a.dbn"], 1,
        [new InstrumentSymbol(1, "SYN")]);
    private static readonly EndManifest End =
        new("monday", 3, "00", 3, ["a.dbn"], [new RejectCount("bad_price", 1)], [new InstrumentSymbol(1, "SYN")]);

    public static TheoryData<string> BrokenBegins { get; } =
    [
        "{}",
        "null",
        "[]",
        "",
        """{"version":1,"run":"monday"}""",
        .. Broken(JsonSerializer.Serialize(Begin, ManifestJson.Default.BeginManifest)),
        JsonSerializer.Serialize(Begin with { Run = "tuesday" }, ManifestJson.Default.BeginManifest),
        JsonSerializer.Serialize(Begin with { Version = 0 }, ManifestJson.Default.BeginManifest),
        JsonSerializer.Serialize(Begin with { Partition = 1 }, ManifestJson.Default.BeginManifest),
        JsonSerializer.Serialize(Begin with { Partitions = -1 }, ManifestJson.Default.BeginManifest),
        JsonSerializer.Serialize(Begin with { Begins = [] }, ManifestJson.Default.BeginManifest),
        JsonSerializer.Serialize(Begin with { Begins = [-1] }, ManifestJson.Default.BeginManifest),
        JsonSerializer.Serialize(Begin with { Files = [null!] }, ManifestJson.Default.BeginManifest),
        JsonSerializer.Serialize(Begin, ManifestJson.Default.BeginManifest).Replace("\"Mbp1\"", "7", StringComparison.Ordinal),
    ];

    public static TheoryData<string> BrokenEnds { get; } =
    [
        "{}",
        "null",
        .. Broken(JsonSerializer.Serialize(End, ManifestJson.Default.EndManifest), "zero_prices", "rounded", "disordered"),
        JsonSerializer.Serialize(End with { Files = [null!] }, ManifestJson.Default.EndManifest),
        """{"run":"monday","records":3,"hash":"00","total":3,"files":null,"rejects":null,"symbols":null}""",
    ];

    [Fact]
    public void Whole_manifests_come_back_as_they_were_written()
    {
        var (begin, end) =
            (JsonSerializer.Serialize(Begin, ManifestJson.Default.BeginManifest),
            JsonSerializer.Serialize(End, ManifestJson.Default.EndManifest));

        var read = ManifestJson.Read(Encoding.UTF8.GetBytes(begin), ManifestJson.Default.BeginManifest);

        BeginManifest.Fault(read, "monday").ShouldBeNull();
        JsonSerializer.Serialize(read, ManifestJson.Default.BeginManifest).ShouldBe(begin);
        JsonSerializer.Serialize(MessageDecoder.End(Payload(end), "monday", 9), ManifestJson.Default.EndManifest).ShouldBe(end);
    }

    [Theory]
    [MemberData(nameof(BrokenBegins))]
    public void A_BEGIN_that_is_not_whole_cannot_be_read(string json) =>
        BeginManifest.Fault(ManifestJson.Read(Encoding.UTF8.GetBytes(json), ManifestJson.Default.BeginManifest), "monday")
            .ShouldBe("has a BEGIN that cannot be read");

    [Fact]
    public void A_BEGIN_of_a_newer_version_says_so() =>
        BeginManifest.Fault(Begin with { Version = 99 }, "monday")
            .ShouldBe("was written by a newer Sor (stream version 99); this one reads version 1");

    [Theory]
    [MemberData(nameof(BrokenEnds))]
    public void An_END_that_is_not_whole_is_broken_data(string json)
    {
        var failure = Should.Throw<SorException>(() => MessageDecoder.End(Payload(json), "monday", 9));

        (failure.Kind, failure.Message).ShouldBe((FailureKind.Data, "run monday: the message at offset 9 is not an END that can be read"));
    }

    [Fact]
    public void A_reason_as_long_as_a_message_is_cut()
    {
        var abort = MessageDecoder.Abort(
            Payload(JsonSerializer.Serialize(new AbortManifest("monday", 3, new string('x', 60_000)), ManifestJson.Default.AbortManifest)),
            "monday", 9);

        abort.Reason.ShouldBe(new string('x', 1_000) + "…");
    }

    /// <summary>The manifest without each of its fields, and with <c>null</c> in place of each.</summary>
    private static IEnumerable<string> Broken(string json, params string[] optional)
    {
        foreach (var name in JsonDocument.Parse(json).RootElement.EnumerateObject().Select(field => field.Name).Except(optional))
        {
            var fields = System.Text.Json.Nodes.JsonNode.Parse(json)!.AsObject();
            fields[name] = null;
            yield return fields.ToJsonString();
            fields.Remove(name);
            yield return fields.ToJsonString();
        }
    }

    private static Payload Payload(string json) =>
        new Payload().Deserialize(Encoding.UTF8.GetBytes(json), isNull: false, default(SerializationContext));
}
