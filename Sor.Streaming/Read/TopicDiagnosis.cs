using Confluent.Kafka;
using Sor.Streaming.Wire;

namespace Sor.Streaming.Read;

/// <summary>
/// Finds out why a run does not arrive or does not go on, and words the failure: the topic was deleted, created again or lost its head to
/// retention, or the producer gave up or stopped.
/// </summary>
internal sealed class TopicDiagnosis(
    IConsumer<Ignore, Payload> consumer,
    TopicReader reader,
    SubscribeOptions options,
    BeginManifest begin,
    RunPartition[] partitions)
{
    private IEnumerable<RunPartition> Open => partitions.Where(partition => !partition.Done);

    /// <summary>
    /// Moves a partition past what retention has deleted, where gaps are allowed. Throws where they are not, and where the topic is another
    /// one of the same name.
    /// </summary>
    public void RequireHead(RunPartition partition, Exception? cause = null)
    {
        var (low, high) = reader.Watermarks(partition.Partition);
        if (cause is not null && partition.Position > high) throw MadeAnew(cause);
        if (partition.Position >= low) return;
        if (!options.AllowGaps) throw HeadDeleted(partition, low);
        partition.Position = low;
    }

    /// <summary>The same for every partition that is still read.</summary>
    public void RequireHeads(Exception cause)
    {
        foreach (var partition in Open) RequireHead(partition, cause);
    }

    /// <summary>Throws where the topic is gone, or another one of the same name. A broker that does not answer is waited for.</summary>
    public void RequireTopic()
    {
        switch (Topic.IsThere(consumer, options.Topic))
        {
            case false: throw SorException.Failed($"topic {options.Topic} was deleted while it was read, {Where}");
            case null: return;
            default: break;
        }

        foreach (var partition in Open)
        {
            if (reader.TryHigh(partition.Partition) is not { } high) return;
            if (partition.Position > high) throw MadeAnew(null);
        }
    }

    /// <summary>The producer gave up.</summary>
    public SorException Aborted(RunPartition partition, string reason) => SorException.BadData(
            $"run {begin.Run} was given up by its producer after {partition.Integrity.Next:N0} records of partition {partition.Partition}: {reason}"
        );

    /// <summary>Nothing came for too long.</summary>
    public SorException Stalled() =>
        SorException.Failed($"nothing came for {options.Wait.TotalSeconds:0} s, {Where}").Advise(new ResumeStalledRun(begin.Run));

    private SorException MadeAnew(Exception? cause) =>
        SorException.BadData($"topic {options.Topic} was deleted and made anew while it was read, {Where}; publish again", cause);

    private SorException HeadDeleted(RunPartition partition, long low) => SorException.BadData(
                $"run {begin.Run}, partition {partition.Partition}: records from {partition.Integrity.Next:N0} on were deleted by the topic's retention before they were read "
        + $"(the oldest message left has offset {low:N0})").Advise(new KeepMoreOrAllowGaps());

    private string Where
    {
        get
        {
            var seen = Open.Select(partition =>
                (partition.Integrity.Next == 0 ? "no record" : $"record {partition.Integrity.Next - 1:N0}")
                + (begin.Partitions == 1 ? "" : $" of partition {partition.Partition}"));
            return $"run {begin.Run}; last seen: {string.Join(", ", seen)}";
        }
    }
}
