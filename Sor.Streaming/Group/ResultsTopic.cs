using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Sor.Streaming.Wire;

namespace Sor.Streaming.Group;

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
