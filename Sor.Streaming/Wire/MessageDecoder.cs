using Sor.Core.MarketData;

namespace Sor.Streaming.Wire;

/// <summary>
/// Decodes the messages of a run to records and manifests. BEGIN says in which format they are: a message in another one is broken data.
/// </summary>
internal sealed class MessageDecoder(string run, StreamFormat format)
{
    private const int MostReason = 1_000;

    private readonly Mbp1[] row = new Mbp1[1];

    /// <summary>The records of a data message; valid until the next message.</summary>
    public ReadOnlyMemory<Mbp1> Records(Payload payload, long offset)
    {
        if (format == StreamFormat.Json)
        {
            if (ClassicJson.TryRead(payload.Bytes, out row[0]) is { } reason)
                throw Broken(run, offset, $"is not a row of JSON ({reason})");
            return row;
        }

        var records = payload.Records;
        return records.IsEmpty
            ? throw Broken(run, offset, $"of {payload.Length:N0} bytes is not whole records of {Mbp1.SizeInBytes} bytes")
            : records;
    }

    public static EndManifest End(Payload payload, string run, long offset) =>
        ManifestJson.Read(payload.Bytes, ManifestJson.Default.EndManifest) is { } end && !end.Files.Contains(null!)
            ? end
            : throw Broken(run, offset, "is not an END that can be read");

    public static AbortManifest Abort(Payload payload, string run, long offset)
    {
        var abort = ManifestJson.Read(payload.Bytes, ManifestJson.Default.AbortManifest)
            ?? throw Broken(run, offset, "is not an ABORT that can be read");
        return abort.Reason.Length <= MostReason ? abort : abort with { Reason = $"{abort.Reason.AsSpan(0, MostReason)}…" };
    }

    private static SorException Broken(string run, long offset, string how) =>
        SorException.BadData($"run {run}: the message at offset {offset:N0} {how}");
}
