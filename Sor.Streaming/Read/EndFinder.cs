using Sor.Streaming.Wire;

namespace Sor.Streaming.Read;

/// <summary>
/// Finds the END of a run on one partition by walking backwards from the partition's end. A run whose messages follow each other without
/// gaps is skipped with one read, so records are read only where runs are mixed.
/// </summary>
internal sealed class EndFinder(TopicReader reader, string run, int partition, long begin)
{
    // A scan message by message starts here: there is no END before this offset.
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
            // Nobody else wrote between this message and its run's BEGIN, so the whole run is skipped. If it is the run we look for, it has
            // no END yet.
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
