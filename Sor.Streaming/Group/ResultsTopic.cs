using System.Diagnostics;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Sor.Streaming.Wire;

namespace Sor.Streaming.Group;

/// <summary>
/// The topic where members of a group leave their instruments' outcomes, opaque bytes: per partition of a run its outcomes, each in pieces
/// that the topic takes, and then a <see cref="PartitionDone"/>. All of a run is on one partition of the topic, chosen by the run's id, so
/// that groups do not read through each other's. A partition done twice, by a member thought dead and by its successor, is there twice with
/// the same bytes.
/// </summary>
public sealed class ResultsTopic
{
    /// <summary>The topic's name.</summary>
    public const string DefaultName = "sor_results";

    internal const string RunName = "run";
    internal const string MemberName = "member";
    internal const string PartitionName = "partition";
    internal const string InstrumentName = "instrument";
    private const int Partitions = 8;
    private const int MostPieceBytes = 512 * 1024;
    // Headers and the framing of a message.
    private const int Overhead = 1024;
    private const long RetentionBytes = 8L << 30;

    private readonly Topic topic;

    private ResultsTopic(Topic topic) => this.topic = topic;

    /// <summary>The topic's name.</summary>
    public string Name => topic.Name;

    private int PieceBytes => Math.Clamp(topic.MaxMessageBytes - Overhead, 1, MostPieceBytes);

    /// <summary>Makes the topic where it is absent.</summary>
    /// <param name="client">Any client.</param>
    /// <param name="name">The topic's name.</param>
    /// <param name="replication">Copies of a topic that is made; <c>null</c> for the broker's default.</param>
    /// <param name="brokers">The brokers' address, for messages.</param>
    /// <param name="wait">How long the broker may stay away.</param>
    /// <param name="cancellation">Ends every wait.</param>
    /// <exception cref="SorException">No broker, or a topic that this user may not read or write.</exception>
    public static ResultsTopic Ensure(
        IClient client, string name, short? replication, string? brokers, TimeSpan wait, CancellationToken cancellation)
    {
        using var admin = new DependentAdminClientBuilder(client.Handle).Build();
        var topic = Topic.Ensure(admin, name, new TopicShape(Partitions, RetentionBytes, replication), brokers, wait, cancellation);
        TopicRights.Require(admin, name, AclOperation.Read, AclOperation.Write);
        return new ResultsTopic(topic);
    }

    /// <summary>Finds the topic; <c>null</c> while it is absent. Waits for the broker.</summary>
    /// <param name="client">Any client.</param>
    /// <param name="name">The topic's name.</param>
    /// <param name="brokers">The brokers' address, for messages.</param>
    /// <param name="wait">How long the broker may stay away.</param>
    /// <param name="cancellation">Ends every wait.</param>
    /// <exception cref="SorException">No broker, or a topic that this user may not read.</exception>
    public static ResultsTopic? Find(IClient client, string name, string? brokers, TimeSpan wait, CancellationToken cancellation)
    {
        using var admin = new DependentAdminClientBuilder(client.Handle).Build();
        var partitions = Topic.PartitionsOf(admin, name, brokers, wait, cancellation);
        if (partitions == 0) return null;
        TopicRights.Require(admin, name, AclOperation.Read);
        return new ResultsTopic(new Topic(name, partitions, MostPieceBytes));
    }

    /// <summary>Writes a partition's outcomes and then its <see cref="PartitionDone"/>, and waits until the broker has them.</summary>
    /// <param name="producer">A client with <see cref="ClientSettings.ForPublishing"/>.</param>
    /// <param name="done">What is done.</param>
    /// <param name="outcomes">The outcomes, by instrument.</param>
    /// <param name="wait">How long the broker may stay away.</param>
    /// <exception cref="SorException">The broker did not take them.</exception>
    public void Write(
        IProducer<Null, byte[]> producer, PartitionDone done, IEnumerable<(uint Instrument, byte[] Outcome)> outcomes, TimeSpan wait)
    {
        Error? failure = null;
        void Delivered(DeliveryReport<Null, byte[]> report) => failure ??= report.Error.IsError ? report.Error : null;
        var target = new TopicPartition(Name, PartitionOf(done.Origin.Run));
        foreach (var (instrument, outcome) in outcomes)
        {
            for (var at = 0; at == 0 || at < outcome.Length; at += PieceBytes)
            {
                var headers = HeadersOf(done);
                headers.Add(InstrumentName, StreamHeaders.Text(instrument));
                headers.Add(StreamHeaders.SeqName, StreamHeaders.Text(at));
                producer.Produce(
                    target,
                    new Message<Null, byte[]> { Headers = headers, Value = outcome[at..Math.Min(outcome.Length, at + PieceBytes)] },
                    Delivered);
                // One message at a time keeps the client's queue short, and a batch below the topic's limit; outcomes are few.
                if (producer.Flush(ClientSettings.Patience(wait)) > 0 || failure is not null) throw Refused();
            }
        }

        var last = HeadersOf(done);
        if (Activity.Current?.Id is { } trace) last.Add(StreamHeaders.TraceParentName, Encoding.UTF8.GetBytes(trace));
        producer.Produce(
            target,
            new Message<Null, byte[]>
            {
                Headers = last,
                Value = JsonSerializer.SerializeToUtf8Bytes(done, ResultsJson.Default.PartitionDone),
            },
            Delivered);
        if (producer.Flush(ClientSettings.Patience(wait)) > 0 || failure is not null) throw Refused();

        SorException Refused() => SorException.Failed(
            $"the broker did not take the outcomes of partition {done.Origin.Partition} on topic {Name}: {failure?.Reason ?? "no answer"}");
    }

    /// <summary>The partition that all of a run is on. The hash is the same on every machine.</summary>
    internal int PartitionOf(string run) => (int)(XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(run)) % (uint)topic.Partitions);

    private static Headers HeadersOf(PartitionDone done) => new()
    {
        { RunName, Encoding.UTF8.GetBytes(done.Origin.Run) },
        { MemberName, Encoding.UTF8.GetBytes(done.Member) },
        { PartitionName, StreamHeaders.Text(done.Origin.Partition) },
    };
}
