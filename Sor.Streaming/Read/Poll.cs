using Confluent.Kafka;
using Sor.Streaming.Wire;

namespace Sor.Streaming.Read;

/// <summary>The outcome of one poll.</summary>
internal enum PollOutcome
{
    /// <summary>A message, or the end of a partition.</summary>
    Message,

    /// <summary>
    /// No message yet. If there is a cause, the broker is away for the moment; how long to wait for it is the caller's decision.
    /// </summary>
    Nothing,

    /// <summary>The next offset is not in the topic: retention has deleted it, or the topic is another one of the same name.</summary>
    PositionLost,

    /// <summary>The broker does not know the topic or the partition.</summary>
    TopicUnknown,

    /// <summary>Waiting cannot help: no rights, or a client that has failed for good.</summary>
    Refused,
}

/// <summary>
/// One poll of a consumer. Only this type polls consumers and classifies the client's errors; the caller decides what an outcome means for
/// a run.
/// </summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Result">The message, or the end of a partition.</param>
/// <param name="Cause">The client's error.</param>
internal readonly record struct Poll(PollOutcome Outcome, ConsumeResult<Ignore, Payload>? Result, KafkaException? Cause)
{
    /// <summary>How long one poll waits, so that its caller can look for cancellation in between.</summary>
    public static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);

    /// <summary>The client's words for the error.</summary>
    public string? Reason => Cause?.Error.Reason;

    /// <summary>Polls once.</summary>
    public static Poll Once(IConsumer<Ignore, Payload> consumer, TimeSpan wait)
    {
        try
        {
            return consumer.Consume(wait) is { } result ? new(PollOutcome.Message, result, null) : new(PollOutcome.Nothing, null, null);
        }
        catch (KafkaException e)
        {
            return new(Classify(e), null, e);
        }
    }

    private static PollOutcome Classify(KafkaException e) => e.Error.Code switch
    {
        ErrorCode.Local_AutoOffsetReset => PollOutcome.PositionLost,
        ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition or ErrorCode.UnknownTopicId =>
            PollOutcome.TopicUnknown,
        ErrorCode.TopicAuthorizationFailed or ErrorCode.SaslAuthenticationFailed => PollOutcome.Refused,
        _ => e.Error.IsFatal || e is not ConsumeException ? PollOutcome.Refused : PollOutcome.Nothing,
    };
}
