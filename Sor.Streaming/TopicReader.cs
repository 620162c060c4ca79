using System.Diagnostics;
using Confluent.Kafka;

namespace Sor.Streaming;

/// <summary>Reads single messages and spans of a topic's partitions by offset; every wait is bounded.</summary>
internal sealed class TopicReader(IConsumer<Ignore, Payload> consumer, string topic, TimeSpan wait, CancellationToken cancellation)
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);

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
                if (since.Elapsed >= wait) throw SorException.Failed($"topic {topic}, partition {partition}: {e.Error.Reason}", e);
            }

            cancellation.WaitHandle.WaitOne(Slice);
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
            ConsumeResult<Ignore, Payload>? result = null;
            try
            {
                result = consumer.Consume(Slice);
            }
            catch (ConsumeException e) when (!e.Error.IsFatal && e.Error.Code != ErrorCode.Local_AutoOffsetReset)
            {
                if (since.Elapsed >= wait) throw SorException.Failed($"topic {topic} cannot be read: {e.Error.Reason}", e);
            }
            catch (KafkaException e)
            {
                throw SorException.Failed($"topic {topic} cannot be read: {e.Error.Reason}", e);
            }

            if (result is not null) return result.IsPartitionEOF ? null : result;
            if (since.Elapsed >= wait) throw SorException.Failed($"topic {topic}: the broker sent nothing for {wait.TotalSeconds:0} s");
        }
    }
}
