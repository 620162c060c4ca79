using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Sor.Core.MarketData;
using Sor.Streaming.Wire;

namespace Sor.Streaming.Publish;

/// <summary>
/// Publishes a source as one run: BEGIN, the records in messages of up to <see cref="PublishOptions.MessageBytes"/>, END; or ABORT where it
/// cannot finish.
/// </summary>
/// <remarks>
/// Records go to partition <c>instrument_id mod partitions</c>, so an instrument's records keep their order. Memory is bounded by the
/// client's queue (<c>queue.buffering.max.kbytes</c>): where it is full, reading waits.
/// </remarks>
public sealed class StreamPublisher : IDisposable
{
    private readonly Func<int?, IProducer<Null, byte[]>> makeProducer;
    private readonly Func<IConsumer<Ignore, Payload>> makeConsumer;
    private readonly PublishOptions options;
    private readonly CancellationToken cancellation;
    private readonly Action<PublishProgress>? progress;
    private readonly Func<Exception, string> explain;
    private readonly string newRun;
    private Activity? span;

    /// <summary>Prepares to publish.</summary>
    /// <param name="producer">Makes a client with <see cref="ClientSettings.ForPublishing"/> for a largest batch in bytes, <c>null</c> for
    /// the usual one. Called again with the topic's limit where that is smaller. The caller disposes the clients.</param>
    /// <param name="consumer">Makes a client with <see cref="ClientSettings.ForReplay"/>, to look at what the topic has; disposed
    /// here.</param>
    /// <param name="options">What to publish and how.</param>
    /// <param name="newRun">The id of a new run where the options give none.</param>
    /// <param name="progress">Called from time to time with how far publishing has come.</param>
    /// <param name="explain">How a failure is worded in ABORT, for the readers of the run; <c>null</c> for its message.</param>
    /// <param name="cancellation">Ends the run with ABORT.</param>
    public StreamPublisher(
        Func<int?, IProducer<Null, byte[]>> producer,
        Func<IConsumer<Ignore, Payload>> consumer,
        PublishOptions options,
        string newRun,
        Action<PublishProgress>? progress = null,
        Func<Exception, string>? explain = null,
        CancellationToken cancellation = default)
    {
        makeProducer = producer;
        makeConsumer = consumer;
        this.options = options;
        this.newRun = newRun;
        this.progress = progress;
        this.explain = explain ?? (e => e.Message);
        this.cancellation = cancellation;
    }

    /// <summary>The run that is being published; <c>null</c> before its BEGIN.</summary>
    public string? Run { get; private set; }

    /// <summary>Whether the broker has been told, by ABORT on every partition, that the run ends here.</summary>
    public bool Aborted { get; private set; }

    /// <summary>Publishes all a source has.</summary>
    /// <param name="open">Opens the source from its start; called twice when a run is resumed.</param>
    /// <exception cref="SorException">The broker or the source failed, or the input is not the one that the run was begun with.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; ABORT has been sent.</exception>
    public PublishReport Publish(Func<IRecordSource> open)
    {
        var producer = makeProducer(null);
        using var admin = new DependentAdminClientBuilder(producer.Handle).Build();
        var shape = new TopicShape(options.Partitions ?? 1, options.RetentionBytes, options.Replication);
        var topic = Topic.Ensure(admin, options.Topic, shape, options.Brokers, options.Wait, cancellation);
        if (options.Partitions is { } wanted && wanted != topic.Partitions)
            throw SorException.Usage($"topic {topic.Name} has {topic.Partitions} partitions, not {wanted}: it is left as it is")
                .Advise(new DropPartitionsOrChooseTopic());
        TopicRights.Require(admin, topic.Name, AclOperation.Write);
        var found = FindRun(admin, topic);
        var run = found?.Begin.Run ?? options.Run ?? newRun;
        if (found is { Ended: true }) return new PublishReport(run, found.Records, found.Records, 0, found.Rejects);

        if (found is { Records: > 0 }) VerifyPrefix(open, topic, found);
        // The client puts several messages into a batch, and the topic's limit holds for the batch.
        if (topic.MaxMessageBytes < ClientSettings.UsualBatchBytes) producer = makeProducer(topic.MaxMessageBytes);
        span = StreamMetrics.Start("publish", "send", ActivityKind.Producer, topic.Name, run);
        using var source = open();
        var writer = new RunWriter(producer, topic, run, options, found, cancellation);
        try
        {
            if (found is null) writer.Begin(ManifestOf(topic, run, source));
            Run = run;
            Feed(source, writer, stopAtPrefix: false);
            writer.End(source.Summary);
            span?.SetTag(StreamTelemetry.Records, writer.Records);
            return new PublishReport(run, writer.Records, writer.Resumed, writer.Messages, source.Summary.Rejects);
        }
        catch (Exception e)
        {
            span?.SetStatus(ActivityStatusCode.Error, e.Message);
            Aborted = writer.Abort(e is OperationCanceledException ? "interrupted" : explain(e));
            throw;
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>Ends the run's span; what is logged until then is a part of its trace.</summary>
    public void Dispose() => span?.Dispose();

    private BeginManifest ManifestOf(Topic topic, string run, IRecordSource source) => new(
        BeginManifest.CurrentVersion,
        run,
        options.Format,
        0,
        topic.Partitions,
        [],
        options.Format == StreamFormat.Json ? ClassicJson.Schema : source.Schema,
        source.Summary.Files,
        options.Speed,
        source.Summary.Symbols)
    {
        From = options.Window.From?.Text,
        To = options.Window.To?.Text,
        TraceParent = Activity.Current?.Id,
        TraceState = Activity.Current?.TraceStateString,
    };

    private FoundRun? FindRun(IAdminClient admin, Topic topic)
    {
        if (options is { Resume: false, Run: null }) return null;
        TopicRights.Require(admin, topic.Name, AclOperation.Read);
        using var consumer = makeConsumer();
        var found = FoundRun.Find(consumer, topic.Name, options.Run, scan: options.Resume, options.Wait, cancellation);
        consumer.Close();
        if (found is null) return null;
        if (!options.Resume)
            throw SorException.Usage($"run {options.Run} is on topic {topic.Name} already").Advise(new ResumeOrChooseRun());
        var begin = found.Begin;
        if (begin.Format != options.Format)
            throw SorException.Usage($"run {begin.Run} was begun in another format").Advise(new ResumeInFormat(begin.Run, begin.Format));
        if (begin.From != options.Window.From?.Text || begin.To != options.Window.To?.Text)
            throw SorException
                .Usage($"run {begin.Run} was begun with another span of time")
                .Advise(new ResumeWithTimes(begin.Run, begin.From, begin.To));
        if (found.Begin.Partitions != topic.Partitions)
        {
            throw SorException.BadData(
                $"run {found.Begin.Run} was written to {found.Begin.Partitions} partitions but topic {topic.Name} has {topic.Partitions} now; publish a new run"
            );
        }

        return found;
    }

    /// <summary>
    /// Reads the input up to what the broker has and compares, before anything is sent: a changed input must not spoil the run.
    /// </summary>
    private void VerifyPrefix(Func<IRecordSource> open, Topic topic, FoundRun found)
    {
        using var source = open();
        using var writer = new RunWriter(producer: null, topic, found.Begin.Run, options, found, cancellation);
        Feed(source, writer, stopAtPrefix: true);
        writer.RequirePrefix();
    }

    private void Feed(IRecordSource source, RunWriter writer, bool stopAtPrefix)
    {
        var pacer = new Pacer(stopAtPrefix ? 0 : options.Speed, TimeProvider.System);
        using var ahead = new ReadAhead(source);
        while (!ahead.IsAtEnd)
        {
            if (!ahead.TryTake(StreamDefaults.MessageAgeMilliseconds, out var block, cancellation))
            {
                writer.SendOld();
                continue;
            }

            if (options.Window.IsAll && !pacer.IsPaced && options.Format == StreamFormat.Mbp1) writer.Append(block.Records);
            else Feed(block.Records, writer, pacer);
            ahead.Return(block);
            writer.SendOld();
            if (stopAtPrefix && writer.IsPastPrefix) return;
            progress?.Invoke(new PublishProgress(writer.Records, source.Progress));
        }
    }

    private void Feed(ReadOnlySpan<Mbp1> records, RunWriter writer, Pacer pacer)
    {
        foreach (ref readonly var record in records)
        {
            var time = record.Time;
            if (!options.Window.IsAll && !options.Window.Contains(time)) continue;
            if (writer.IsPastPrefix) Await(pacer, time, writer);
            if (options.Format == StreamFormat.Json) writer.Append(ClassicJson.Project(record));
            else writer.Append(record);
        }
    }

    private void Await(Pacer pacer, ulong time, RunWriter writer)
    {
        var wait = pacer.Wait(time);
        // Below half a millisecond a sleep would overshoot by more than the wait itself.
        while (wait.TotalMilliseconds >= 0.5)
        {
            writer.SendOld();
            var most = writer.HasUnsent ? 1 : 50;
            if (cancellation.WaitHandle.WaitOne(Math.Clamp((int)wait.TotalMilliseconds, 1, most)))
                throw new OperationCanceledException(cancellation);
            wait = pacer.Wait(time);
        }
    }
}
