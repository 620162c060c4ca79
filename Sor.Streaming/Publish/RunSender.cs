using Confluent.Kafka;
using Sor.Core.MarketData;
using Sor.Streaming.Wire;

namespace Sor.Streaming.Publish;

/// <summary>Hands a run's messages to the client, waits while the client's queue is full, and words what the broker refused.</summary>
/// <param name="producer">The client.</param>
/// <param name="topic">Where to.</param>
/// <param name="run">The run's id.</param>
/// <param name="messageBytes">The most bytes of records in a message.</param>
/// <param name="wait">How long the broker may stay away: named in failures.</param>
/// <param name="cancellation">Ends waiting.</param>
internal sealed class RunSender(
    IProducer<Null, byte[]> producer, Topic topic, string run, int messageBytes, TimeSpan wait, CancellationToken cancellation)
{
    private volatile Error? failure;

    /// <summary>Whether the broker has refused anything.</summary>
    public bool HasFailed => failure is not null;

    /// <summary>Keeps the first failure that a delivery report brings: it is the one to show.</summary>
    public void Fail(Error error) => failure ??= error;

    /// <summary>Throws what the broker refused.</summary>
    public void ThrowIfFailed()
    {
        if (failure is { } error) throw Refused(error, MessageKind.Data, messageBytes, null);
    }

    /// <summary>Hands a message over.</summary>
    public void Send(PartitionWriter partition, Headers headers, byte[] body)
    {
        var message = new Message<Null, byte[]> { Headers = headers, Value = body };
        partition.Started();
        while (!TrySend(partition, message))
        {
            // Back-pressure: the broker is slower than the source.
            if (cancellation.WaitHandle.WaitOne(1)) throw new OperationCanceledException(cancellation);
        }
    }

    /// <summary>Sends a message and waits until the broker has it. Returns its offset.</summary>
    public long SendAndWait(PartitionWriter partition, MessageKind kind, byte[] body)
    {
        try
        {
            var message = new Message<Null, byte[]> { Headers = partition.Headers(kind, null), Value = body };
            var sent = producer.ProduceAsync(partition.Target, message, cancellation).GetAwaiter().GetResult();
            partition.Sent();
            if (kind == MessageKind.Begin && sent.Offset.Value < 0)
                throw Refused(new Error(ErrorCode.Unknown, "it did not say where the run begins"), kind, body.Length, null);
            if (!partition.CanBeAt(sent.Offset)) throw Refused(new Error(ErrorCode.UnknownTopicId), kind, body.Length, null);
            return sent.Offset.Value;
        }
        catch (ProduceException<Null, byte[]> e)
        {
            throw Refused(e.Error, kind, body.Length, e);
        }
    }

    /// <summary>Waits until the broker has everything.</summary>
    public void Flush()
    {
        while (producer.Flush(TimeSpan.FromMilliseconds(100)) > 0)
        {
            ThrowIfFailed();
            cancellation.ThrowIfCancellationRequested();
        }

        ThrowIfFailed();
    }

    /// <summary>Waits for a while; returns whether the broker has everything.</summary>
    public bool TryFlush(TimeSpan wait) => producer.Flush(wait) == 0 && failure is null;

    private bool TrySend(PartitionWriter partition, Message<Null, byte[]> message)
    {
        ThrowIfFailed();
        try
        {
            producer.Produce(partition.Target, message, partition.OnDelivered);
            return true;
        }
        catch (ProduceException<Null, byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
        {
            return false;
        }
        catch (ProduceException<Null, byte[]> e)
        {
            throw Refused(e.Error, MessageKind.Data, message.Value.Length, e);
        }
    }

    private SorException Refused(Error error, MessageKind kind, int bytes, Exception? inner)
    {
        if (error.Code == ErrorCode.InvalidRecord) return Topic.Compacted(topic.Name);
        const string Deleted = "the topic was deleted while the run was written";
        var (why, remedy) = error.Code switch
        {
            ErrorCode.MsgSizeTooLarge when kind != MessageKind.Data =>
                ($"{kind.ToString().ToUpperInvariant()} of {bytes:N0} bytes is over its limit (max.message.bytes); raise the limit", null),
            ErrorCode.MsgSizeTooLarge when bytes <= Mbp1.SizeInBytes =>
                ("a message of one record is over its limit (max.message.bytes); raise the limit", null),
            ErrorCode.MsgSizeTooLarge =>
                ($"a message of {bytes:N0} bytes, or a batch, is over its limit (max.message.bytes)",
                (Remedy?)new SendSmallerMessages()),
            ErrorCode.Local_MsgTimedOut when Topic.IsThere(producer, topic.Name) == false => (Deleted, null),
            ErrorCode.Local_MsgTimedOut => ($"it acknowledged nothing for {wait.TotalSeconds:0} s", new ResumeWhenBrokerIsBack(run)),
            ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition => (Deleted, null),
            ErrorCode.UnknownTopicId => (
                "the topic was deleted and made anew while the run was written; publish again under a new run id",
                null),
            _ => (error.Reason, (Remedy?)new ResumeRun(run)),
        };
        return SorException.Failed($"the broker did not take run {run} on topic {topic.Name}: {why}", inner).Advise(remedy);
    }
}
