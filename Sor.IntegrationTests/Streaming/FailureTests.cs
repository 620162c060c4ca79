using System.Text;
using Confluent.Kafka;
using Sor.CommandLine;
using Sor.Core.MarketData;
using Sor.Streaming.Read;
using Sor.Streaming.Wire;

namespace Sor.IntegrationTests.Streaming;

/// <summary>What a user sees when the broker, the topic or the other side is not as it should be; and that every wait ends.</summary>
[RunsPrograms]
public sealed class FailureTests(Broker broker)
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task No_broker_at_all()
    {
        using var market = MarketFile.Made(10, 1);

        var produce = await SorProcess.Produce(market.Path, "--bootstrap", "127.0.0.1:9", "--wait", "2s").ExplainedAsync();
        var backtest = await SorProcess.Backtest("--bootstrap", "127.0.0.1:9", "--wait", "2s", "--out", market.In("out")).ExplainedAsync();

        await File.WriteAllTextAsync(market.In("client.properties"), "no.such.setting=1\n", TestContext.Current.CancellationToken);
        var misspelt = await SorProcess
            .Produce(market.Path, "--bootstrap", "127.0.0.1:9", "--kafka-config", market.In("client.properties"))
            .ExplainedAsync();

        misspelt.ShouldSatisfyAllConditions(
            () => misspelt.Code.ShouldBe(2),
            () => misspelt.Error.ShouldStartWith("the Kafka client does not take its settings: "));
        produce.ShouldSatisfyAllConditions(
            () => produce.Code.ShouldBe(1),
            () => produce.Error.ShouldStartWith("no Kafka broker answers at 127.0.0.1:9 after 2 s ("),
            () => produce.Error.ShouldEndWith("); is it running, and is --bootstrap right?"));
        backtest.ShouldSatisfyAllConditions(
            () => backtest.Code.ShouldBe(1),
            () => backtest.Error.ShouldContain("no Kafka broker answers at 127.0.0.1:9 after 2 s"));
        File.Exists(market.In("out/result.json")).ShouldBeFalse();
    }

    [Fact]
    public async Task No_topic_and_no_run()
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("none");

        Read(Stream.From(topic))
            .ShouldBe(
                (
                    FailureKind.Outside,
                    $"there is no topic {topic} on this broker after 3 s; publish to it first, or name another with --topic"));
        await Broker.CreateTopicAsync(bootstrap, topic, 1);
        Read(Stream.From(topic)).ShouldBe((FailureKind.Outside, $"a run did not begin on topic {topic} within 3 s"));
        Read(Stream.From(topic) with { Run = "x" }).ShouldBe((FailureKind.Outside, $"run x did not begin on topic {topic} within 3 s"));
        Read(Stream.From(topic) with { UntilEnd = true }).ShouldBe((FailureKind.Data, $"topic {topic} is empty"));

        (FailureKind, string) Read(SubscribeOptions options)
        {
            var failure = Should.Throw<SorException>(() => Stream.Read(bootstrap, options with { Wait = Short }));
            return (failure.Kind, Wording.Of(failure));
        }
    }

    [Fact]
    public async Task Other_programs_rows_are_read_only_when_asked_for()
    {
        var (bootstrap, topic) = await ForeignAsync(Rows(500));

        var failure = Should.Throw<SorException>(() => Stream.Read(bootstrap, Stream.From(topic) with { Wait = Short }));
        var reading = Stream.Read(bootstrap, Stream.From(topic) with { UntilEnd = true });

        Wording
            .Of(failure)
            .ShouldBe($"a run did not begin on topic {topic} within 3 s; the messages there are not Sor's: --until-end reads them");
        reading.Report.ShouldBe(new StreamReport(null, Verified: false, 0, 0, 0, 0));
        reading.Records.SequenceEqual(MadeSource.Of(500, 1, 1).Select(record => ClassicJson.Project(record))).ShouldBeTrue();
    }

    [Fact]
    public async Task Other_programs_rows_that_cannot_be_read_are_counted_and_too_many_are_an_error()
    {
        var (bootstrap, topic) = await ForeignAsync([.. Rows(500), "not a row", .. Rows(500), """{"timestamp":1}"""]);

        var reading = Stream.Read(bootstrap, Stream.From(topic) with { UntilEnd = true });
        var failure = Should.Throw<SorException>(() =>
            Stream.Read(bootstrap, Stream.From(topic) with { UntilEnd = true, Reading = new ReadOptions { MaxRejectRate = 0.001 } }));

        reading.Records.Count.ShouldBe(1_000);
        reading.Summary.Rejects.ShouldBe([new("bad_json", 1), new("missing_field", 1)]);
        failure.Kind.ShouldBe(FailureKind.Data);
        Wording
            .Of(failure)
            .ShouldBe($"topic {topic}: 2 of 1,002 rows cannot be read (bad_json 1, missing_field 1); --max-reject-rate takes more");
    }

    [Fact]
    public async Task An_instrument_spread_over_partitions_is_refused()
    {
        var (bootstrap, topic) = await ForeignAsync(Rows(10), Rows(10));

        Should.Throw<SorException>(() => Stream.Read(bootstrap, Stream.From(topic) with { UntilEnd = true })).Message
            .ShouldEndWith(", so the order of its records is not known; publish each instrument to one partition");
    }

    [Fact]
    public async Task Other_messages_between_a_runs_are_skipped_and_counted()
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("mixed");
        await Broker.CreateTopicAsync(bootstrap, topic, 1);
        Stream.Send(bootstrap, topic, [Message("before")]);
        Stream.Publish(
            bootstrap,
            Stream.Fast(topic),
            () =>
                new InterruptingSource(
                    new MadeSource(10_000),
                    () => Stream.Send(bootstrap, topic, [Message("between"), Message("between")])));
        Stream.Send(bootstrap, topic, [Message("after")]);

        var reading = Stream.Read(bootstrap, Stream.From(topic));

        reading.Report.ShouldBe(reading.Report with { Verified = true, OtherMessages = 2, OtherRuns = 0 });
        reading.Records.SequenceEqual(MadeSource.Of(10_000, 1, 1)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_message_over_the_brokers_limit_says_which_limit()
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("large");
        await Broker.CreateTopicAsync(bootstrap, topic, 1, ("max.message.bytes", "300"));

        var failure = Should.Throw<SorException>(() => Stream.Publish(bootstrap, Stream.Fast(topic), () => new MadeSource(10_000)));

        failure.Kind.ShouldBe(FailureKind.Outside);
        failure.Message.ShouldContain(": BEGIN of ");
        failure.Message.ShouldEndWith(" is over its limit (max.message.bytes); raise the limit");
    }

    [Fact]
    public async Task Batches_follow_the_limit_of_the_topic()
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("small");
        await Broker.CreateTopicAsync(bootstrap, topic, 1, ("max.message.bytes", "20000"));

        Stream.Publish(bootstrap, Stream.Fast(topic), () => new MadeSource(100_000), CompressionType.None);

        Stream.Read(bootstrap, Stream.From(topic)).Report.Verified.ShouldBeTrue();
    }

    [Fact]
    public async Task A_compacted_topic_is_refused()
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("compact");
        await Broker.CreateTopicAsync(bootstrap, topic, 1, ("cleanup.policy", "compact"));
        using var market = MarketFile.Made(10, 1);

        var ending = await SorProcess.Produce(market.Path, "--bootstrap", bootstrap, "--topic", topic, "--speed", "max").ExplainedAsync();

        ending.Code.ShouldBe(2);
        ending.Error.ShouldBe(
            $"topic {topic} is compacted (cleanup.policy), and a stream's messages have no keys; choose another with --topic or --results");
    }

    [Fact]
    public async Task A_listener_that_nobody_can_resolve_is_named_to_both_sides()
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("named");
        await Broker.CreateTopicAsync(bootstrap, topic, 1);
        using var proxy = new RenamingProxy(bootstrap, "none.test");
        using var market = MarketFile.Made(10, 1);
        var named = $"the broker calls itself none.test:{bootstrap.Split(':')[1]}"
            + ", a name that cannot be resolved here: its advertised.listeners must be what this machine knows it by";

        var writer =
            await SorProcess.Produce(market.Path, "--bootstrap", proxy.Bootstrap, "--topic", topic, "--wait", "3s").ExplainedAsync();
        var reader = await SorProcess.Backtest(
            "--bootstrap", proxy.Bootstrap, "--topic", topic, "--wait", "3s", "--out", market.In("out")).ExplainedAsync();

        (writer.Code, reader.Code).ShouldBe((1, 1));
        writer.Error.ShouldContain(named);
        reader.Error.ShouldContain(named);
    }

    [Fact]
    public async Task An_existing_topic_is_not_altered()
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("fixed");
        await Broker.CreateTopicAsync(bootstrap, topic, 3);

        var failure = Should.Throw<SorException>(() =>
            Stream.Publish(bootstrap, Stream.Fast(topic) with { Partitions = 2 }, () => new MadeSource(10)));

        failure.ShouldSatisfyAllConditions(
            () => failure.Kind.ShouldBe(FailureKind.Request),
            () =>
                Wording
                    .Of(failure)
                    .ShouldBe($"topic {topic} has 3 partitions, not 2: it is left as it is; drop --partitions or choose another --topic"));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_ends_both_sides_cleanly(string signal)
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("signal");
        using var market = MarketFile.Made(400_000, 1);
        using var produce = SorProcess.Produce(market.Path, "--bootstrap", bootstrap, "--topic", topic, "--run", "cut", "--speed", "20");
        using var backtest = SorProcess.Backtest([
            "--bootstrap",
            bootstrap,
            "--topic",
            topic,
            .. market.Order,
            "--audit",
            "--out",
            market.In("out"),
        ]);
        await Stream.AwaitMessagesAsync(bootstrap, topic, 50);
        await market.AwaitTapesAsync("out");

        backtest.Signal(signal);
        var reader = await backtest.ExplainedAsync();
        produce.Signal(signal);
        var writer = await produce.ExplainedAsync();

        (reader.Code, writer.Code).ShouldBe((1, 1));
        reader.Error.ShouldEndWith("interrupted: nothing was written");
        writer.Error.ShouldBe("interrupted: run cut ends with ABORT; --resume --run cut goes on with it");
        Directory.EnumerateFiles(market.In("out")).ShouldBeEmpty();
        StreamHeaders.Read(Stream.Dump(bootstrap, topic)[^1].Headers, long.MaxValue)!.Value.Kind.ShouldBe(MessageKind.Abort);
    }

    [Fact]
    public async Task A_broker_that_dies_for_good_ends_both_sides_in_time()
    {
        var (container, bootstrap) = await Broker.OwnAsync();
        await using var _ = container;
        using var market = MarketFile.Made(400_000, 1);
        // The one partition is one member's, and the other waits.
        string[] group = ["--bootstrap", bootstrap, "--wait", "5s", .. market.Order, "--group", "dying"];
        using var member = SorProcess.Backtest(group);
        using var other = SorProcess.Backtest(group);
        using var produce = SorProcess.Produce(market.Path, "--bootstrap", bootstrap, "--run", "dead", "--speed", "20", "--wait", "5s");
        using var backtest = SorProcess.Backtest([
            "--bootstrap",
            bootstrap,
            "--wait",
            "5s",
            .. market.Order,
            "--audit",
            "--out",
            market.In("out"),
        ]);
        await market.AwaitTapesAsync("out");

        await container.PauseAsync(TestContext.Current.CancellationToken);
        var reader = await backtest.ExplainedAsync();
        var writer = await produce.ExplainedAsync();
        var members = new[] { await member.ExplainedAsync(), await other.ExplainedAsync() };
        await container.UnpauseAsync(TestContext.Current.CancellationToken);

        (reader.Code, writer.Code).ShouldBe((1, 1));
        reader.Error.ShouldContain("nothing came for 5 s, run dead; last seen: record ");
        writer.Error.ShouldContain("acknowledged nothing for 5 s; when it is back, --resume --run dead goes on");
        members.ShouldAllBe(ending => ending.Code == 1);
        members.ShouldContain(ending =>
            ending.Error.Contains(
                $"no Kafka broker answers at {bootstrap} after 5 s; start the backtester again with the same --group when it is back"));
    }

    private static IEnumerable<string> Rows(int count) => MadeSource.Of(count, 1, 1).Select(record =>
    {
        Span<byte> json = stackalloc byte[256];
        return Encoding.UTF8.GetString(json[..ClassicJson.Write(record, json)]);
    });

    private static Message<Null, byte[]> Message(string text) => new() { Value = Encoding.UTF8.GetBytes(text) };

    private async Task<(string Bootstrap, string Topic)> ForeignAsync(params IEnumerable<string>[] partitions)
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("foreign");
        await Broker.CreateTopicAsync(bootstrap, topic, partitions.Length);
        for (var i = 0; i < partitions.Length; i++) Stream.Send(bootstrap, topic, partitions[i].Select(Message), i);
        return (bootstrap, topic);
    }
}
