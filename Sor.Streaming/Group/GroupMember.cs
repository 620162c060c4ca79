using System.Diagnostics;
using Confluent.Kafka;
using Sor.Streaming.Read;
using Sor.Streaming.Wire;

namespace Sor.Streaming.Group;

/// <summary>
/// Takes part in a Kafka consumer group that shares a run's partitions. The group only decides which member does which partition: nothing
/// is committed, and each partition is read from BEGIN by a client of its own. A partition that a member left unfinished is replayed from
/// the start by the next.
/// </summary>
/// <param name="group">The group's name.</param>
/// <param name="brokers">The brokers' address, for messages; <c>null</c> where it is not known.</param>
public sealed class GroupMember(string group, string? brokers = null) : IDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(3);

    private readonly object gate = new();
    private readonly HashSet<int> assigned = [];
    private readonly HashSet<int> finished = [];
    private CancellationTokenSource? current;
    private int working = -1;

    /// <summary>Adds what the membership needs to a client with <see cref="ClientSettings.ForMembership"/>.</summary>
    public void Configure(ConsumerBuilder<Ignore, Payload> builder) => builder
        .SetValueDeserializer(new Payload())
        .SetPartitionsAssignedHandler((_, partitions) => Assigned(partitions))
        .SetPartitionsRevokedHandler((_, partitions) => Revoked(partitions.Select(partition => partition.Partition.Value)))
        .SetPartitionsLostHandler((_, partitions) => Revoked(partitions.Select(partition => partition.Partition.Value)));

    /// <summary>
    /// Joins the group and does the partitions it is assigned, until every partition of the run has been done by some member.
    /// </summary>
    /// <param name="consumer">The client configured by <see cref="Configure"/>.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="results">What is done.</param>
    /// <param name="partitions">How many partitions the run has.</param>
    /// <param name="work">Does one partition; it may be cancelled when the partition is given to another member.</param>
    /// <param name="wait">How long the broker may stay away.</param>
    /// <param name="cancellation">Leaves the group.</param>
    public async Task RunAsync(
        IConsumer<Ignore, Payload> consumer, string topic, ResultsReader results, int partitions, Func<int, CancellationToken, Task> work,
            TimeSpan wait, CancellationToken cancellation)
    {
        consumer.Subscribe(topic);
        var task = Task.CompletedTask;
        var (heard, looked) = (Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp());
        try
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                TakePart(consumer, topic);
                results.Poll(TimeSpan.FromMilliseconds(50));
                if (!task.IsCompleted) continue;
                await FinishAsync(task, cancellation).ConfigureAwait(false);
                var done = results.Done.Select(part => part.Origin.Partition).Union(finished).ToHashSet();
                if (done.Count == partitions) return;
                task = Start(done, work, cancellation);
                // Waiting for other members can take long, but is in vain without broker and topic, so an idle member looks after them. One
                // that works notices by itself.
                if (!task.IsCompleted) heard = Stopwatch.GetTimestamp();
                else if (Stopwatch.GetElapsedTime(looked) >= LookAgain)
                {
                    if (Answers(consumer, topic)) heard = Stopwatch.GetTimestamp();
                    else if (Stopwatch.GetElapsedTime(heard) >= wait)
                        throw SorException.Failed($"{Topic.NobodyAt(brokers)} after {wait.TotalSeconds:0} s").Advise(new RejoinGroup());
                    looked = Stopwatch.GetTimestamp();
                }
            }
        }
        finally
        {
            current?.Cancel();
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Leave(consumer);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => current?.Dispose();

    private void TakePart(IConsumer<Ignore, Payload> consumer, string topic)
    {
        // Polling only keeps the membership: other clients read what is assigned, so a partition that delivers here is paused. The message
        // does not carry its topic, which this client does not ask for.
        var poll = Poll.Once(consumer, TimeSpan.FromMilliseconds(50));
        // A client that reads partitions of its own choice may do without the group; this one may not.
        if (poll.Outcome == PollOutcome.Refused || poll.Cause?.Error.Code == ErrorCode.GroupAuthorizationFailed) throw Refused(poll);
        if (poll.Result is not { } message) return;
        try
        {
            consumer.Pause([new TopicPartition(topic, message.Partition)]);
        }
        catch (KafkaException)
        {
            // The partition has just gone to another member.
        }
    }

    private static void Leave(IConsumer<Ignore, Payload> consumer)
    {
        try
        {
            consumer.Close();
        }
        catch (KafkaException)
        {
            // The group has thrown this member out already; why has been said.
        }
    }

    private SorException Refused(in Poll poll) => poll.Cause!.Error.Code switch
    {
        ErrorCode.FencedInstanceId or ErrorCode.UnreleasedInstanceId =>
            SorException.Failed($"another member of group {group} has the same group.instance.id", poll.Cause).Advise(new OwnInstanceId()),
        ErrorCode.GroupAuthorizationFailed => SorException.Failed(
            $"group {group} cannot be joined: this user has no right to read it; the broker's administrator grants read on a group",
                poll.Cause),
        _ => SorException.Failed($"group {group} cannot be joined: {poll.Reason}", poll.Cause),
    };

    /// <summary>Whether a broker answers. Throws if it no longer has the topic.</summary>
    private static bool Answers(IConsumer<Ignore, Payload> consumer, string topic) => Topic.IsThere(consumer, topic) switch
    {
        null => false,
        true => true,
        false => throw SorException.Failed($"topic {topic} was deleted while the group read it"),
    };

    private async Task FinishAsync(Task task, CancellationToken cancellation)
    {
        try
        {
            await task.ConfigureAwait(false);
            if (working >= 0) finished.Add(working);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The partition went to another member.
        }

        lock (gate) working = -1;
    }

    private Task Start(HashSet<int> done, Func<int, CancellationToken, Task> work, CancellationToken cancellation)
    {
        lock (gate)
        {
            var next = assigned.Except(done).Order().Select(partition => (int?)partition).FirstOrDefault();
            if (next is not { } partition) return Task.CompletedTask;
            working = partition;
            current?.Dispose();
            current = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var token = current.Token;
            return Task.Run(() => work(partition, token), token);
        }
    }

    private IEnumerable<TopicPartitionOffset> Assigned(List<TopicPartition> partitions)
    {
        lock (gate) assigned.UnionWith(partitions.Select(partition => partition.Partition.Value));
        return partitions.Select(partition => new TopicPartitionOffset(partition, Offset.End));
    }

    private void Revoked(IEnumerable<int> partitions)
    {
        lock (gate)
        {
            foreach (var partition in partitions)
            {
                assigned.Remove(partition);
                if (partition == working) current?.Cancel();
            }
        }
    }
}
