using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Sor.Streaming.Wire;

namespace Sor.Streaming.Read;

/// <summary>Opens a topic as a source of records.</summary>
public static class StreamSubscriber
{
    /// <summary>Finds the run that the options ask for, or waits for it, and opens it.</summary>
    /// <param name="consumer">A client with <see cref="ClientSettings.ForReplay"/>; the caller's to dispose, after the source.</param>
    /// <param name="options">Which run.</param>
    /// <param name="notice">Told what is being waited for.</param>
    /// <param name="cancellation">Ends every wait, also in <see cref="Core.MarketData.IRecordSource.Read"/>.</param>
    /// <exception cref="SorException">No broker, no run within the time, or a run that cannot be read.</exception>
    public static IStreamSource Open(
        IConsumer<Ignore, Payload> consumer,
        SubscribeOptions options,
        Action<Notice>? notice = null,
        CancellationToken cancellation = default)
    {
        var (reader, location, partitions) = Find(consumer, options, notice, cancellation);
        return location is null
            ? new ForeignSource(consumer, reader, options, partitions, cancellation)
            : new RunSource(consumer, reader, options, location, cancellation);
    }

    /// <summary>
    /// Finds the run that the options ask for, or waits for it. The location is <c>null</c> where the topic holds other programs' messages
    /// only, which are read to their end.
    /// </summary>
    internal static (TopicReader Reader, RunLocation? Location, int Partitions) Find(
        IConsumer<Ignore, Payload> consumer, SubscribeOptions options, Action<Notice>? notice, CancellationToken cancellation)
    {
        var since = Stopwatch.StartNew();
        var partitions = AwaitTopic(consumer, options, notice, cancellation);
        var reader = new TopicReader(consumer, options.Topic, options.Wait, cancellation);
        var locator = new RunLocator(reader, options.Topic, notice ?? (_ => { }));
        var (low, high) = reader.Watermarks(0);
        var location =
            options is { UntilEnd: true, Run: null } && IsForeign(reader, partitions) ? null : locator.Find(options.Run, low, high);
        if (location is null && options.UntilEnd)
        {
            return options.Run is null
                ? (reader, null, partitions)
                : throw SorException.BadData($"run {options.Run} is not on topic {options.Topic}");
        }

        location ??= AwaitBegin(consumer, options, locator, high, options.Wait - since.Elapsed, notice, cancellation);
        if (location.Manifest.Partitions != partitions)
        {
            throw SorException.BadData(
                $"run {location.Manifest.Run} was written to {location.Manifest.Partitions} partitions but topic {options.Topic} has {partitions} now; publish it again"
            );
        }

        return (reader, location, partitions);
    }

    private static int AwaitTopic(
        IConsumer<Ignore, Payload> consumer,
        SubscribeOptions options,
        Action<Notice>? notice,
        CancellationToken cancellation)
    {
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var since = Stopwatch.StartNew();
        while (true)
        {
            var partitions = PartitionsOf(admin, consumer, options, notice, cancellation);
            if (partitions > 0)
            {
                TopicRights.Require(admin, options.Topic, AclOperation.Read);
                return partitions;
            }

            if (options.UntilEnd || since.Elapsed > options.Wait)
            {
                throw SorException
                    .Failed(
                        $"there is no topic {options.Topic} on this broker{(options.UntilEnd ? "" : $" after {options.Wait.TotalSeconds:0} s")}"
                    )
                    .Advise(new PublishFirst());
            }

            notice?.Invoke(
                new Notice($"there is no topic {options.Topic} yet; waiting up to {options.Wait.TotalSeconds:0} s for a producer"));
            notice = null;
            cancellation.WaitHandle.WaitOne(200);
        }
    }

    private static int PartitionsOf(
        IAdminClient admin,
        IConsumer<Ignore, Payload> consumer,
        SubscribeOptions options,
        Action<Notice>? notice,
        CancellationToken cancellation)
    {
        try
        {
            return Topic.PartitionsOf(admin, options.Topic, options.Brokers, options.Wait, cancellation, notice is null ? null : text =>
            {
                notice(text);
                ServeErrors(consumer);
            });
        }
        catch (SorException)
        {
            ServeErrors(consumer);
            throw;
        }
    }

    /// <summary>
    /// Polls, because a consumer calls its error handler only then, and the handler tells the user why the broker refuses. No partition is
    /// assigned yet, so no message is lost.
    /// </summary>
    private static void ServeErrors(IConsumer<Ignore, Payload> consumer) => Poll.Once(consumer, TimeSpan.FromMilliseconds(10));

    /// <summary>Whether the newest message, on the first partition that has one, is another program's.</summary>
    private static bool IsForeign(TopicReader reader, int partitions)
    {
        for (var partition = 0; partition < partitions; partition++)
        {
            var (low, high) = reader.Watermarks(partition);
            if (high > low && reader.At(partition, high - 1) is { } message)
                return StreamHeaders.Read(message.Message.Headers, message.Offset.Value) is null;
        }

        return true;
    }

    private static RunLocation AwaitBegin(
        IConsumer<Ignore, Payload> consumer, SubscribeOptions options, RunLocator locator, long from, TimeSpan wait, Action<Notice>? notice,
        CancellationToken cancellation)
    {
        var wanted = options.Run is null ? "a run" : $"run {options.Run}";
        Remedy? remedy = locator.EndsForeign ? new ReadForeignMessages() : null;
        notice?.Invoke(new Notice($"waiting up to {options.Wait.TotalSeconds:0} s for {wanted} on topic {options.Topic}", remedy));
        consumer.Assign(new TopicPartitionOffset(options.Topic, 0, from));
        var since = Stopwatch.StartNew();
        while (since.Elapsed < wait)
        {
            cancellation.ThrowIfCancellationRequested();
            var poll = Poll.Once(consumer, Poll.Slice);
            if (poll.Outcome is PollOutcome.PositionLost or PollOutcome.Refused)
                throw SorException.Failed($"topic {options.Topic} cannot be read: {poll.Reason}", poll.Cause);
            if (poll.Result is not { IsPartitionEOF: false } message) continue;
            if (locator.AsBegin(message, options.Run) is { } begin) return begin;
            if (StreamHeaders.Read(message.Message.Headers, message.Offset.Value) is null) remedy = new ReadForeignMessages();
        }

        throw SorException.Failed($"{wanted} did not begin on topic {options.Topic} within {options.Wait.TotalSeconds:0} s").Advise(remedy);
    }
}
