using System.IO.Hashing;
using Sor.Core.MarketData;
using Sor.Streaming.Wire;

namespace Sor.Streaming.Read;

/// <summary>
/// Checks one run on one partition, record by record: drops duplicates by number, names what is missing, and compares count and hash with
/// the producer's at END.
/// </summary>
/// <remarks>
/// Batches of a killed producer may land after its successor has started to send the same records again, cut into other messages. Both
/// wrote the same records under the same numbers and the broker keeps each producer's order, so dropping by number leaves exactly the run.
/// </remarks>
internal sealed class PartitionIntegrity(string run, int partition, bool allowGaps)
{
    private readonly XxHash128 hash = new();

    /// <summary>Number of the next record to come: as many as came or were given up as missing.</summary>
    public long Next { get; private set; }

    /// <summary>Records dropped because they had come before.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Records given up as missing.</summary>
    public long Missing { get; private set; }

    /// <summary>Whether END has come and, but for allowed gaps, its count and hash were those of the records.</summary>
    public bool Ended { get; private set; }

    /// <summary>The hash of the records so far.</summary>
    public string Hash => RecordCodec.Hex(hash);

    /// <summary>Takes a message's records. Returns those that are new.</summary>
    public ReadOnlyMemory<Mbp1> Accept(long seq, ReadOnlyMemory<Mbp1> records)
    {
        if (seq > Next) Gap(seq);
        var known = (int)Math.Min(records.Length, Next - seq);
        Duplicates += known;
        var fresh = records[known..];
        hash.Append(RecordCodec.Bytes(fresh.Span));
        Next += fresh.Length;
        return fresh;
    }

    /// <summary>Takes END. Throws if it does not agree with what came.</summary>
    public void End(EndManifest end)
    {
        if (Next < end.Records) Gap(end.Records);
        if (Next > end.Records)
        {
            throw SorException.BadData(
                $"{Where}: {Next:N0} records came but the producer counts {end.Records:N0}; two producers wrote the same run id: publish again under a new one"
            );
        }

        if (Missing == 0 && end.Hash != Hash)
        {
            throw SorException.BadData(
                $"{Where}: records 0 to {Next - 1:N0} are not the ones the producer sent (hash {Hash}, producer's {end.Hash}); publish again under a new run id"
            );
        }

        Ended = true;
    }

    /// <summary>A message of the run's id that belongs to another BEGIN.</summary>
    public SorException SecondProducer(long offset) =>
        SorException.BadData(
            $"{Where}: the message at offset {offset:N0} belongs to another BEGIN; two producers wrote the same run id: publish again under a new one"
        );

    private string Where => $"run {run}, partition {partition}";

    private void Gap(long seq)
    {
        if (!allowGaps)
        {
            throw SorException.BadData(
                $"{Where}: records {Next:N0} to {seq - 1:N0} are missing ({seq - Next:N0} records)").Advise(new PublishAgainOrAllowGaps());
        }

        Missing += seq - Next;
        Next = seq;
    }
}
