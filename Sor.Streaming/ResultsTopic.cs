using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Confluent.Kafka;
using Sor.Core.MarketData;

namespace Sor.Streaming;

/// <summary>That a partition of a run has been replayed and its instruments' outcomes are in the results topic.</summary>
/// <param name="Run">The run.</param>
/// <param name="Options">What the outcomes depend on besides the records, as one line.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Partitions">Partitions of the run.</param>
/// <param name="Member">Who did it.</param>
/// <param name="Instruments">Ids of the partition's instruments.</param>
/// <param name="Schema">What the stream carried.</param>
/// <param name="Summary">What was read of the partition; files and rejects are the whole run's.</param>
/// <param name="Verified">Whether count and hash were the producer's.</param>
public sealed record PartitionDone(
    string Run, string Options, int Partition, int Partitions, string Member, IReadOnlyList<uint> Instruments, SourceSchema Schema, SourceSummary Summary, bool Verified);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PartitionDone))]
internal sealed partial class ResultsJson : JsonSerializerContext;

/// <summary>
/// The topic where members of a group leave their instruments' outcomes, opaque bytes, in one partition: per partition of a run its outcomes, each in pieces that any
/// broker takes, and then a <see cref="PartitionDone"/>. A partition done twice, by a member thought dead and its successor, is the same bytes twice.
/// </summary>
public static class ResultsTopic
{
    /// <summary>The topic's name.</summary>
    public const string DefaultName = "sor_results";

    internal const string RunName = "run";
    internal const string MemberName = "member";
    internal const string PartitionName = "partition";
    internal const string InstrumentName = "instrument";
    private const int PieceBytes = 512 * 1024;
    private const long RetentionBytes = 4L << 30;

    /// <summary>Makes the topic where it is absent.</summary>
    public static void Ensure(IClient client, string name, string? brokers, TimeSpan wait, CancellationToken cancellation)
    {
        using var admin = new DependentAdminClientBuilder(client.Handle).Build();
        Topic.Ensure(admin, name, null, RetentionBytes, brokers, wait, cancellation);
    }

    /// <summary>Waits for a broker that answers, whether it has the topic or not.</summary>
    public static void AwaitBroker(IClient client, string name, string? brokers, TimeSpan wait, CancellationToken cancellation)
    {
        using var admin = new DependentAdminClientBuilder(client.Handle).Build();
        Topic.PartitionsOf(admin, name, brokers, wait, cancellation);
    }

    /// <summary>Writes a partition's outcomes and that it is done, and waits until the broker has them.</summary>
    public static void Write(IProducer<Null, byte[]> producer, string name, PartitionDone done, IEnumerable<(uint Instrument, byte[] Outcome)> outcomes, TimeSpan wait)
    {
        Error? failure = null;
        void Delivered(DeliveryReport<Null, byte[]> report) => failure ??= report.Error.IsError ? report.Error : null;
        var target = new TopicPartition(name, 0);
        foreach (var (instrument, outcome) in outcomes)
        {
            for (var at = 0; at == 0 || at < outcome.Length; at += PieceBytes)
            {
                var headers = HeadersOf(done);
                headers.Add(InstrumentName, StreamHeaders.Text(instrument));
                headers.Add(StreamHeaders.SeqName, StreamHeaders.Text(at));
                producer.Produce(target, new Message<Null, byte[]> { Headers = headers, Value = outcome[at..Math.Min(outcome.Length, at + PieceBytes)] }, Delivered);
                // Keeps the client's queue short; outcomes are few.
                producer.Flush(wait);
            }
        }

        var last = HeadersOf(done);
        if (Activity.Current?.Id is { } trace) last.Add(StreamHeaders.TraceParentName, Encoding.UTF8.GetBytes(trace));
        producer.Produce(target, new Message<Null, byte[]> { Headers = last, Value = JsonSerializer.SerializeToUtf8Bytes(done, ResultsJson.Default.PartitionDone) }, Delivered);
        if (producer.Flush(wait) > 0 || failure is not null) throw SorException.Failed($"the broker did not take the outcomes of partition {done.Partition}: {failure?.Reason ?? "no answer"}");
    }

    private static Headers HeadersOf(PartitionDone done) => new()
    {
        { RunName, Encoding.UTF8.GetBytes(done.Run) },
        { MemberName, Encoding.UTF8.GetBytes(done.Member) },
        { PartitionName, StreamHeaders.Text(done.Partition) },
    };
}

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
        return Instruments.Start("collect", "process", ActivityKind.Consumer, _topic, Newest!, replays.FirstOrDefault(), replays.Skip(1).Select(trace => new ActivityLink(trace)));
    }

    /// <summary>Takes what has come. Returns whether there was anything new.</summary>
    /// <param name="wait">How long to wait for the first message.</param>
    public bool Poll(TimeSpan wait)
    {
        var any = false;
        try
        {
            while (_consumer.Consume(any ? TimeSpan.FromMilliseconds(20) : wait) is { } result)
            {
                if (result.IsPartitionEOF) return any;
                any = true;
                Take(result);
            }
        }
        catch (ConsumeException e) when (!e.Error.IsFatal)
        {
            // A broker that is away for a moment: the caller's wait bounds it.
        }

        return any;
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
