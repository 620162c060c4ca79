using Sor.Streaming.Wire;

namespace Sor.Streaming.Read;

/// <summary>
/// Finds a run's END on one partition, from the partition's end backwards, without reading the records: a run that nobody else wrote into
/// is stepped over at once.
/// </summary>
internal sealed class EndFinder(TopicReader reader, string run, int partition, long begin)
{
    // Looking message by message goes on from here: what came before has no END.
    private long looked;

    private long From => Math.Max(begin, looked);

    /// <summary>The partition's stamp; <c>null</c> while there is no END.</summary>
    public PartitionStamp? Find()
    {
        var (low, high) = reader.Watermarks(partition);
        var last = high - 1;
        while (last >= Math.Max(low, From))
        {
            var message = reader.At(partition, last);
            var headers = message is null || message.Offset != last ? null : StreamHeaders.Read(message.Message.Headers, last);
            if (headers is not { } own) return Scan(last + 1);
            if (IsEnd(own)) return PartitionStamp.Of(begin, message!.Message.Value);
            if (last - own.Begin != own.Index) return Scan(last + 1);
            // Nobody wrote into the run of this message, so that it can be stepped over; the run that is looked for has no END yet.
            if (own.Run == run) return null;
            last = own.Begin - 1;
        }

        return null;
    }

    private PartitionStamp? Scan(long to)
    {
        foreach (var message in reader.Between(partition, From, to))
        {
            if (StreamHeaders.Read(message.Message.Headers, message.Offset.Value) is { } headers && IsEnd(headers))
                return PartitionStamp.Of(begin, message.Message.Value);
        }

        looked = to;
        return null;
    }

    private bool IsEnd(in StreamHeaders headers) => headers.Kind == MessageKind.End && headers.Run == run && headers.Begin == begin;
}
