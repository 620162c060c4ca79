using System.Diagnostics;
using Confluent.Kafka;
using Sor.Streaming.Wire;

namespace Sor.Streaming.Read;

/// <summary>Reads single messages and spans of a topic's partitions by offset; every wait is bounded.</summary>
internal sealed class TopicReader(IConsumer<Ignore, Payload> consumer, string topic, TimeSpan wait, CancellationToken cancellation)
{
    /// <summary>The offsets of the first message and of the next one to come.</summary>
    public (long Low, long High) Watermarks(int partition)
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                var marks = consumer.QueryWatermarkOffsets(new TopicPartition(topic, partition), TimeSpan.FromSeconds(5));
                return (marks.Low.Value, marks.High.Value);
            }
            catch (KafkaException e)
            {
                // A consumer calls its error handler only while it is polled; the handler tells the user why the partition's broker cannot
                // be reached.
                Poll.Once(consumer, TimeSpan.Zero);
                if (since.Elapsed >= wait) throw SorException.Failed($"topic {topic}, partition {partition}: {e.Error.Reason}", e);
            }

            cancellation.WaitHandle.WaitOne(Poll.Slice);
        }
    }

    /// <summary>The offset of the next message to come, if the broker says it at once.</summary>
    public long? TryHigh(int partition)
    {
        try
        {
            return consumer.QueryWatermarkOffsets(new TopicPartition(topic, partition), TimeSpan.FromSeconds(1)).High.Value;
        }
        catch (KafkaException)
        {
            return null;
        }
    }

    /// <summary>The message at an offset, or the next one after; <c>null</c> if there is none yet.</summary>
    public ConsumeResult<Ignore, Payload>? At(int partition, long offset)
    {
        consumer.Assign(new TopicPartitionOffset(topic, partition, offset));
        return Next();
    }

    /// <summary>Messages from one offset to before another. A message is valid until the next is taken.</summary>
    public IEnumerable<ConsumeResult<Ignore, Payload>> Between(int partition, long from, long to)
    {
        if (from >= to) yield break;
        consumer.Assign(new TopicPartitionOffset(topic, partition, from));
        while (Next() is { } message && message.Offset < to)
        {
            yield return message;
            if (message.Offset == to - 1) yield break;
        }
    }

    private ConsumeResult<Ignore, Payload>? Next()
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var poll = Poll.Once(consumer, Poll.Slice);
            if (poll.Result is { } result) return result.IsPartitionEOF ? null : result;
            var late = since.Elapsed >= wait;
            if (poll.Outcome is PollOutcome.PositionLost or PollOutcome.Refused || (late && poll.Cause is not null))
                throw SorException.Failed($"topic {topic} cannot be read: {poll.Reason}", poll.Cause);
            if (late) throw SorException.Failed($"topic {topic}: the broker sent nothing for {wait.TotalSeconds:0} s");
        }
    }
}
