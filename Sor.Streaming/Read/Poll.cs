using Confluent.Kafka;
using Sor.Streaming.Wire;

namespace Sor.Streaming.Read;

/// <summary>What came of looking for a message once.</summary>
internal enum PollOutcome
{
    /// <summary>A message, or the end of a partition.</summary>
    Message,

    /// <summary>Nothing yet. Where there is a cause, the broker is away for a moment: the caller's own patience bounds that.</summary>
    Nothing,

    /// <summary>The next offset is not in the topic: retention has deleted it, or the topic is another one of the same name.</summary>
    PositionLost,

    /// <summary>The broker does not know the topic or the partition.</summary>
    TopicUnknown,

    /// <summary>It will not get better by waiting: no rights, or a client that has failed for good.</summary>
    Refused,
}

/// <summary>
/// One look for a message. This is the only place where a consumer is polled and the client's errors are told apart; what an outcome means
/// for a run is the caller's to say.
/// </summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Result">The message, or the end of a partition.</param>
/// <param name="Cause">The client's error.</param>
internal readonly record struct Poll(PollOutcome Outcome, ConsumeResult<Ignore, Payload>? Result, KafkaException? Cause)
{
    /// <summary>How long a caller looks before it asks whether it should go on.</summary>
    public static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);

    /// <summary>The client's reason.</summary>
    public string? Reason => Cause?.Error.Reason;

    /// <summary>Looks once.</summary>
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
