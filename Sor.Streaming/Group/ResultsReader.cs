using System.Diagnostics;
using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Sor.Streaming.Read;
using Sor.Streaming.Wire;

namespace Sor.Streaming.Group;

/// <summary>
/// Follows the results topic: which partitions of a run are done, and the outcomes of their instruments. Parts of another origin are passed
/// over.
/// </summary>
public sealed class ResultsReader
{
    private readonly IConsumer<Ignore, Payload> consumer;
    private readonly ResultsTopic topic;
    private readonly SharedRun run;
    private readonly bool keepOutcomes;
    private readonly Dictionary<(string Member, int Partition), Pieces> pieces = [];

    // One partition may have parts of several streams of the same name; which of them counts is known with the partition's END.
    private readonly Dictionary<PartOrigin, Part> parts = [];

    /// <summary>Begins to read the topic from its beginning.</summary>
    /// <param name="consumer">A client with <see cref="ClientSettings.ForReplay"/>, for this object alone.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="run">The run.</param>
    /// <param name="keepOutcomes">Whether outcomes are wanted, or just what is done.</param>
    public ResultsReader(IConsumer<Ignore, Payload> consumer, ResultsTopic topic, SharedRun run, bool keepOutcomes)
    {
        this.consumer = consumer;
        this.topic = topic;
        this.run = run;
        this.keepOutcomes = keepOutcomes;
        Assign();
    }

    /// <summary>What is done, in the order of partitions.</summary>
    public IReadOnlyList<PartitionDone> Done => [.. Parts.Select(part => part.Done)];

    /// <summary>The outcomes of what is done, by instrument.</summary>
    public IEnumerable<(uint Instrument, byte[] Outcome)> Outcomes =>
        from part in Parts from pair in part.Outcomes orderby pair.Key select (pair.Key, pair.Value.ToArray());

    private IEnumerable<Part> Parts => parts.Count == 0 ? [] :
        from partition in Enumerable.Range(0, run.Begin.Partitions)
        where parts.Keys.Any(origin => origin.Partition == partition)
        let origin = run.OriginOf(partition)
        where origin is not null && parts.ContainsKey(origin)
        select parts[origin];

    /// <summary>
    /// Starts the span in which the outcomes become a result: in the trace of the first partition's replay, with links to the other
    /// replays.
    /// </summary>
    /// <returns>The span, to be disposed; <c>null</c> where nobody listens.</returns>
    public Activity? StartCollecting()
    {
        var replays = Parts.Select(part => part.Trace).Where(trace => trace != default).ToList();
        var (first, others) = (replays.FirstOrDefault(), replays.Skip(1).Select(trace => new ActivityLink(trace)));
        return StreamMetrics.Start("collect", "process", ActivityKind.Consumer, topic.Name, run.Begin.Run, first, others);
    }

    /// <summary>Takes what has come. Returns whether there was anything new of the run.</summary>
    /// <param name="wait">How long to wait for the first message.</param>
    /// <exception cref="SorException">The topic cannot be read, or is gone.</exception>
    public bool Poll(TimeSpan wait)
    {
        var any = false;
        while (true)
        {
            var poll = Read.Poll.Once(consumer, any ? TimeSpan.FromMilliseconds(20) : wait);
            switch (poll.Outcome)
            {
                case PollOutcome.Refused:
                    throw SorException.Failed($"topic {topic.Name} cannot be read: {poll.Reason}", poll.Cause);
                case PollOutcome.TopicUnknown when Topic.IsThere(consumer, topic.Name) == false:
                    throw SorException.Failed($"topic {topic.Name} was deleted while the group used it");
                case PollOutcome.PositionLost:
                    // Retention has deleted older messages. Reading all again does no harm: a part that comes twice has the same bytes.
                    Assign();
                    break;
                default: break;
            }

            if (poll.Result is not { IsPartitionEOF: false } message) return any;
            any |= Take(message);
        }
    }

    private void Assign() => consumer.Assign(new TopicPartitionOffset(topic.Name, topic.PartitionOf(run.Begin.Run), Offset.Beginning));

    /// <summary>Takes a message. Returns whether it is of the run.</summary>
    private bool Take(ConsumeResult<Ignore, Payload> result)
    {
        string? Header(string name) =>
            result.Message.Headers.TryGetLastBytes(name, out var value) && value is not null ? Encoding.UTF8.GetString(value) : null;
        if (Header(ResultsTopic.RunName) != run.Begin.Run || Header(ResultsTopic.MemberName) is not { } member) return false;
        if (!int.TryParse(Header(ResultsTopic.PartitionName), NumberStyles.None, CultureInfo.InvariantCulture, out var partition))
            return false;
        var bytes = result.Message.Value.Bytes;
        if (Header(ResultsTopic.InstrumentName) is { } instrument)
        {
            if (!keepOutcomes || !uint.TryParse(instrument, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return true;
            if (!pieces.TryGetValue((member, partition), out var outcomes)) pieces.Add((member, partition), outcomes = new Pieces());
            outcomes.Add(id, Header(StreamHeaders.SeqName), bytes);
            return true;
        }

        pieces.Remove((member, partition), out var arrived);
        if (ManifestJson.Read(bytes, ResultsJson.Default.PartitionDone) is not { } done) return true;
        if (done.Origin.Partition != partition || partition >= run.Begin.Partitions) return true;
        if (done.Origin != run.OriginOf(partition, done.Origin.Stamp)) return true;
        var trace = ActivityContext.TryParse(Header(StreamHeaders.TraceParentName), null, isRemote: true, out var context)
            ? context
            : default;
        parts[done.Origin] = new Part(done, arrived?.Whole ?? [], trace);
        return true;
    }

    private sealed record Part(PartitionDone Done, SortedDictionary<uint, MemoryStream> Outcomes, ActivityContext Trace);
}
