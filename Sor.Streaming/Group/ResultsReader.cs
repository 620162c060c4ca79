using System.Diagnostics;
using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Sor.Streaming.Wire;

namespace Sor.Streaming.Group;

/// <summary>Follows the results topic: which partitions of a run are done under the same options, and the outcomes of their instruments.</summary>
public sealed class ResultsReader
{
    private readonly IConsumer<Ignore, Payload> _consumer;
    private readonly string _options;
    private readonly string? _run;
    private readonly bool _keepOutcomes;
    private readonly Dictionary<(string Run, string Member, int Partition), SortedDictionary<uint, MemoryStream>> _pieces = [];
    private readonly Dictionary<string, SortedDictionary<int, (PartitionDone Done, SortedDictionary<uint, MemoryStream>? Outcomes, ActivityContext Trace)>> _done = [];
    private readonly string _topic;

    /// <summary>Begins to follow.</summary>
    /// <param name="consumer">A client with <see cref="ClientSettings.ForReplay"/>.</param>
    /// <param name="topic">The topic's name.</param>
    /// <param name="options">Parts of other options are not seen.</param>
    /// <param name="run">The run; <c>null</c> for the one done last.</param>
    /// <param name="keepOutcomes">Whether outcomes are wanted, or just what is done.</param>
    public ResultsReader(IConsumer<Ignore, Payload> consumer, string topic, string options, string? run, bool keepOutcomes)
    {
        _consumer = consumer;
        _topic = topic;
        _options = options;
        _run = run;
        _keepOutcomes = keepOutcomes;
        Newest = run;
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
    }

    /// <summary>The run followed: the one asked for, else the one with the newest message.</summary>
    public string? Newest { get; private set; }

    /// <summary>What is done of the run followed.</summary>
    public IReadOnlyList<PartitionDone> Done => Newest is not null && _done.TryGetValue(Newest, out var done) ? [.. done.Values.Select(part => part.Done)] : [];

    /// <summary>Whether every partition of the run followed is done.</summary>
    public bool IsComplete => Done is [var first, ..] done && done.Count == first.Partitions;

    /// <summary>The outcomes of the run followed, by instrument.</summary>
    public IEnumerable<(uint Instrument, byte[] Outcome)> Outcomes =>
        from part in _done[Newest!].Values from pair in part.Outcomes ?? [] orderby pair.Key select (pair.Key, pair.Value.ToArray());

    /// <summary>Starts the span of what is made of the run followed: a part of the trace that its first partition was replayed in, linked to the other replays.</summary>
    /// <returns>The span, to be disposed; <c>null</c> where nobody listens.</returns>
    public Activity? StartCollecting()
    {
        var replays = _done[Newest!].Values.Select(part => part.Trace).Where(trace => trace != default).ToList();
        return StreamMetrics.Start("collect", "process", ActivityKind.Consumer, _topic, Newest!, replays.FirstOrDefault(), replays.Skip(1).Select(trace => new ActivityLink(trace)));
    }

    /// <summary>Takes what has come. Returns whether there was anything new.</summary>
    /// <param name="wait">How long to wait for the first message.</param>
    public bool Poll(TimeSpan wait)
    {
        var any = false;
        while (true)
        {
            var poll = Read.Poll.Once(_consumer, any ? TimeSpan.FromMilliseconds(20) : wait);
            if (poll.Cause?.Error.IsFatal == true) throw SorException.Failed($"topic {_topic} cannot be read: {poll.Reason}", poll.Cause);
            if (poll.Result is not { IsPartitionEOF: false } message) return any;
            any = true;
            Take(message);
        }
    }

    private void Take(ConsumeResult<Ignore, Payload> result)
    {
        string? Header(string name) => result.Message.Headers.TryGetLastBytes(name, out var value) ? Encoding.UTF8.GetString(value) : null;
        if (Header(ResultsTopic.RunName) is not { } run || Header(ResultsTopic.MemberName) is not { } member) return;
        if (!int.TryParse(Header(ResultsTopic.PartitionName), CultureInfo.InvariantCulture, out var partition) || (_run is not null && run != _run)) return;
        var bytes = result.Message.Value.Bytes;
        if (Header(ResultsTopic.InstrumentName) is { } instrument)
        {
            if (!_keepOutcomes || !uint.TryParse(instrument, CultureInfo.InvariantCulture, out var id) || !long.TryParse(Header(StreamHeaders.SeqName), CultureInfo.InvariantCulture, out var at)) return;
            if (!_pieces.TryGetValue((run, member, partition), out var outcomes)) _pieces.Add((run, member, partition), outcomes = []);
            if (!outcomes.TryGetValue(id, out var outcome)) outcomes.Add(id, outcome = new MemoryStream());
            outcome.SetLength(at);
            outcome.Position = at;
            outcome.Write(bytes);
            return;
        }

        var done = ManifestJson.Read(bytes, ResultsJson.Default.PartitionDone);
        _pieces.Remove((run, member, partition), out var pieces);
        if (done is null || done.Options != _options) return;
        if (!_done.TryGetValue(run, out var parts)) _done.Add(run, parts = []);
        parts[partition] = (done, pieces, ActivityContext.TryParse(Header(StreamHeaders.TraceParentName), null, isRemote: true, out var trace) ? trace : default);
        if (_run is null) Newest = run;
    }
}
