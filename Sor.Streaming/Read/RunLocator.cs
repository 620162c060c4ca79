using Confluent.Kafka;
using Sor.Streaming.Wire;

namespace Sor.Streaming.Read;

/// <summary>Where a run begins.</summary>
/// <param name="Manifest">BEGIN's manifest on partition 0.</param>
/// <param name="Offset">BEGIN's offset on partition 0.</param>
/// <param name="Total">Records of the run on all partitions where END was seen on the way; else <c>null</c>.</param>
/// <param name="Ended">When END was written, where it was seen on the way; else <c>null</c>.</param>
internal sealed record RunLocation(BeginManifest Manifest, long Offset, long? Total, DateTimeOffset? Ended)
{
    /// <summary>BEGIN's offset on a partition.</summary>
    public long BeginOf(int partition) => partition == 0 ? Offset : Manifest.Begins[partition - 1];
}

/// <summary>
/// Finds a run on partition 0 by walking backwards from its end. Every message names the offset of its run's BEGIN and counts the run's
/// messages before it. If that many messages fill the offsets in between, nobody else wrote there and the walk jumps to BEGIN. So the
/// newest run is found by reading two messages, however long the topic is.
/// </summary>
/// <param name="reader">Reads the topic.</param>
/// <param name="topic">Its name.</param>
/// <param name="passOver">Called for an unreadable BEGIN that is skipped because any run will do; <c>null</c> makes such a BEGIN an
/// error.</param>
internal sealed class RunLocator(TopicReader reader, string topic, Action<Notice>? passOver = null)
{
    /// <summary>Whether the newest message is another program's. Set by <see cref="Find"/>.</summary>
    public bool EndsForeign { get; private set; }

    /// <summary>Finds the newest BEGIN, or a run's; <c>null</c> if there is none.</summary>
    /// <param name="run">The run's id; <c>null</c> for the newest.</param>
    /// <param name="low">The first offset there is.</param>
    /// <param name="high">The offset to look before.</param>
    public RunLocation? Find(string? run, long low, long high)
    {
        for (var last = high - 1; last >= low;)
        {
            var message = reader.At(0, last);
            var headers = message is null || message.Offset != last ? null : StreamHeaders.Read(message.Message.Headers, last);
            if (last == high - 1) EndsForeign = headers is null;
            if (headers is not { } own) return Scan(run, low, last + 1);

            long? total =
                own.Kind == MessageKind.End
                    ? ManifestJson.Read(message!.Message.Value.Bytes, ManifestJson.Default.EndManifest)?.Total
                    : null;
            DateTimeOffset? ended = own.Kind == MessageKind.End ? message!.Message.Timestamp.UtcDateTime : null;
            var wanted = run is null || own.Run == run;
            var begin = own.Begin >= low ? reader.At(0, own.Begin) : null;
            // The message names an offset that is not its run's BEGIN, so its count cannot be used to jump.
            if (begin is not null && !IsBegin(begin, own)) return Scan(run, low, last + 1);
            if (last - own.Begin != own.Index && own.Run != run)
            {
                if (Scan(run, Math.Max(low, own.Begin), last + 1) is { } among) return among;
            }
            else if (wanted && begin is not null && AsBegin(begin, run) is { } found)
            {
                return found with { Total = total, Ended = ended };
            }

            if (wanted && own.Begin < low) throw HeadLost(own.Run, low);
            last = own.Begin - 1;
        }

        return null;
    }

    /// <summary>The run's first messages are gone.</summary>
    public SorException HeadLost(string run, long low) => SorException.BadData(
            $"run {run} on topic {topic} has lost its head to the topic's retention (the oldest message left has offset {low:N0}): its BEGIN and first records are missing; raise retention.bytes and publish again"
        );

    private RunLocation? Scan(string? run, long from, long to)
    {
        RunLocation? found = null;
        foreach (var message in reader.Between(0, from, to))
        {
            // The first BEGIN of a run is the one that its messages refer to; another is a copy, or a second producer's.
            if (AsBegin(message, run) is { } begin && (run is null ? begin.Manifest.Run != found?.Manifest.Run : found is null))
                found = begin;
        }

        return found;
    }

    /// <summary>
    /// A message as BEGIN on partition 0; <c>null</c> if it is not a BEGIN, or one of another run than the wanted one, which is not
    /// checked.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="run">The run wanted; <c>null</c> for any that can be read.</param>
    /// <exception cref="SorException">It is the one wanted, and cannot be read.</exception>
    public RunLocation? AsBegin(ConsumeResult<Ignore, Payload> message, string? run)
    {
        var offset = message.Offset.Value;
        if (StreamHeaders.Read(message.Message.Headers, offset) is not { Kind: MessageKind.Begin } headers) return null;
        if (run is not null && headers.Run != run) return null;
        var manifest = ManifestJson.Read(message.Message.Value.Bytes, ManifestJson.Default.BeginManifest);
        if (BeginManifest.Fault(manifest, headers.Run) is not { } fault) return new RunLocation(manifest!, offset, null, null);
        var why = $"run {headers.Run} at offset {offset:N0} of topic {topic} {fault}";
        if (run is not null || passOver is null) throw SorException.BadData(why);
        passOver(new Notice($"passed over: {why}"));
        return null;
    }

    private static bool IsBegin(ConsumeResult<Ignore, Payload> message, in StreamHeaders of) =>
        message.Offset == of.Begin && StreamHeaders.Read(message.Message.Headers, of.Begin) is { Kind: MessageKind.Begin } begin
            && begin.Run == of.Run;
}
