using Confluent.Kafka;
using Sor.CommandLine;
using Sor.Streaming.Read;

namespace Sor.IntegrationTests.Streaming;

/// <summary>Producers that stop early, and those that go on with their runs.</summary>
public sealed class ResumeTests(Broker broker)
{
    private const int Count = 30_000;

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(1, 1, 7)]
    [InlineData(1, 1, 38)]
    [InlineData(3, 5, 4)]
    public async Task A_killed_run_is_gone_on_with_from_what_the_broker_has(int partitions, int instruments, int kept)
    {
        var (bootstrap, topic) = await KilledAsync(partitions, instruments, kept);

        var report = Stream.Publish(bootstrap, Stream.Fast(topic) with { Resume = true }, () => new MadeSource(Count, instruments));
        var reading = Stream.Read(bootstrap, Stream.From(topic));

        report.Run.ShouldBe("killed");
        report.Records.ShouldBe(Count);
        reading.Report.ShouldBe(new StreamReport("killed", Verified: true, 0, 0, 0, 0));
        for (var instrument = 1u; instrument <= instruments; instrument++)
        {
            reading
                .Records.Where(record => record.InstrumentId == instrument)
                .SequenceEqual(MadeSource.Of(Count, instruments, instrument))
                .ShouldBeTrue();
        }
    }

    [Fact]
    public async Task A_zombies_messages_that_land_after_the_successor_began_change_nothing()
    {
        var (bootstrap, topic) = await KilledAsync(1, 1, 7);
        var late = Stream
            .Dump(bootstrap, topic)
            .TakeLast(3)
            .Select(message => new Message<Null, byte[]> { Headers = message.Headers, Value = message.Value })
            .ToList();
        var opened = 0;
        // The first time the input is compared, the second time published.
        InterruptingSource Open() => new(new MadeSource(Count), ++opened == 1 ? () => { } : () => Stream.Send(bootstrap, topic, late));

        Stream.Publish(bootstrap, Stream.Fast(topic) with { Resume = true, Run = "killed" }, Open);
        var reading = Stream.Read(bootstrap, Stream.From(topic) with { Run = "killed" });

        reading.Report.Verified.ShouldBeTrue();
        reading.Report.Duplicates.ShouldBe(3 * 819);
        reading.Records.SequenceEqual(MadeSource.Of(Count, 1, 1)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_finished_run_is_left_as_it_is()
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("done");
        Stream.Publish(bootstrap, Stream.Fast(topic) with { Run = "done" }, () => new MadeSource(Count));
        var messages = Stream.Dump(bootstrap, topic).Count;

        var report = Stream.Publish(
            bootstrap,
            Stream.Fast(topic) with
            {
                Run = "done",
                Resume = true,
            },
            () => throw new InvalidOperationException("the input is not needed"));

        report.ShouldBe(report with { Records = Count, Resumed = Count, Messages = 0 });
        Stream.Dump(bootstrap, topic).Count.ShouldBe(messages);
    }

    [Fact]
    public async Task A_changed_input_is_refused_before_anything_is_sent()
    {
        var (bootstrap, topic) = await KilledAsync(1, 1, 7);
        var before = Stream.Dump(bootstrap, topic).Count;

        var changed = Should.Throw<SorException>(() =>
            Stream.Publish(bootstrap, Stream.Fast(topic) with { Resume = true }, () => new MadeSource(Count, 2)));
        var shorter = Should.Throw<SorException>(() =>
            Stream.Publish(bootstrap, Stream.Fast(topic) with { Resume = true }, () => new MadeSource(1_000)));

        changed.Kind.ShouldBe(FailureKind.Data);
        changed.Message.ShouldContain(
            "run killed cannot be resumed, its input has changed: the first 5,733 records of partition 0 are not the ones that the broker has"
        );
        shorter.Kind.ShouldBe(FailureKind.Data);
        shorter.Message.ShouldContain("it ends after 1,000 of partition 0's 5,733 records that the broker has");
        Stream.Dump(bootstrap, topic).Count.ShouldBe(before);
    }

    [Fact]
    public async Task A_run_id_is_not_used_twice()
    {
        var (bootstrap, topic) = await KilledAsync(1, 1, 7);

        var failure = Should.Throw<SorException>(() =>
            Stream.Publish(bootstrap, Stream.Fast(topic) with { Run = "killed" }, () => new MadeSource(Count)));

        failure.Kind.ShouldBe(FailureKind.Request);
        Wording.Of(failure).ShouldContain("--resume goes on with it");
    }

    [Fact]
    public async Task A_source_that_fails_ends_the_run_with_ABORT()
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("abort");
        var cause = SorException.BadData("2 % of the rows are rejected");

        Should
            .Throw<SorException>(() =>
                Stream.Publish(bootstrap, Stream.Fast(topic) with { Run = "poor" }, () => new MadeSource(Count, 1, 10_000, cause)))
            .ShouldBeSameAs(cause);
        var failure = Should.Throw<SorException>(() => Stream.Read(bootstrap, Stream.From(topic)));

        failure.Kind.ShouldBe(FailureKind.Data);
        failure.Message.ShouldBe("run poor was given up by its producer after 10,000 records of partition 0: 2 % of the rows are rejected");
    }

    [Fact]
    public async Task An_interrupted_run_ends_with_ABORT_and_can_be_resumed()
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("interrupt");
        using var interrupt = new CancellationTokenSource();
        var source = new InterruptingSource(new MadeSource(Count), interrupt.Cancel);

        Should.Throw<OperationCanceledException>(() =>
            Stream.Publish(bootstrap, Stream.Fast(topic) with { Run = "stopped" }, () => source, cancellation: interrupt.Token));
        Should
            .Throw<SorException>(() => Stream.Read(bootstrap, Stream.From(topic)))
            .Message.ShouldContain("run stopped was given up by its producer");
        Stream.Publish(bootstrap, Stream.Fast(topic) with { Resume = true }, () => new MadeSource(Count));
        var reading = Stream.Read(bootstrap, Stream.From(topic));

        reading.Report.ShouldBe(new StreamReport("stopped", Verified: true, 0, 0, 0, 0));
        reading.Records.SequenceEqual(MadeSource.Of(Count, 1, 1)).ShouldBeTrue();
    }

    /// <summary>A topic with the first messages of each partition of a run, as a killed producer leaves it.</summary>
    private async Task<(string Bootstrap, string Topic)> KilledAsync(int partitions, int instruments, int kept)
    {
        var bootstrap = await broker.BootstrapAsync();
        var whole = Stream.NewName("whole");
        var topic = Stream.NewName("killed");
        Stream.Publish(
            bootstrap,
            Stream.Fast(whole) with
            {
                Run = "killed",
                Partitions = partitions,
            },
            () => new MadeSource(Count, instruments));
        await Broker.CreateTopicAsync(bootstrap, topic, partitions);
        for (var partition = 0; partition < partitions; partition++)
        {
            // Partitions are not equally far when a producer is killed.
            var messages = Stream.Dump(bootstrap, whole, partition).Take(1 + Math.Max(0, kept - partition));
            Stream.Send(
                bootstrap,
                topic,
                messages.Select(message => new Message<Null, byte[]> { Headers = message.Headers, Value = message.Value }),
                partition);
        }

        return (bootstrap, topic);
    }
}
