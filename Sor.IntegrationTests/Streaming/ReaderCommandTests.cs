using Confluent.Kafka;

namespace Sor.IntegrationTests.Streaming;

/// <summary>
/// What the user of <c>./sor backtest --bootstrap</c> sees, and with which exit code, when the stream or the other side is not as it should
/// be.
/// </summary>
[RunsPrograms]
public sealed class ReaderCommandTests(Broker broker)
{
    private const int Count = 20_000;

    [Theory]
    [InlineData(
        "deleted",
        "run good, partition 0: records 3,276 to 4,094 are missing (819 records); publish again, or --allow-gaps for a result without them"
    )]
    [InlineData(
        "reordered",
        "run good, partition 0: records 3,276 to 4,094 are missing (819 records); publish again, or --allow-gaps for a result without them"
    )]
    [InlineData("changed", "run good, partition 0: records 0 to 19,999 are not the ones the producer sent (hash ")]
    [InlineData("cut", "run good: the message at offset 5 of 1,000 bytes is not whole records of 80 bytes")]
    public async Task A_damaged_stream_gives_no_result(string damage, string expected)
    {
        var (bootstrap, topic) = await Stream.DamageAsync(broker, () => new MadeSource(Count), messages =>
        {
            if (damage == "deleted") messages.RemoveAt(5);
            else if (damage == "reordered") (messages[5], messages[6]) = (messages[6], messages[5]);
            else if (damage == "changed") messages[5].Value[100] ^= 1;
            else messages[5].Value = messages[5].Value[..1000];
        });
        using var market = MarketFile.Made(Count, 1);

        var ending = await Backtest(bootstrap, topic, market).ExplainedAsync();

        ending.Error.ShouldStartWith(expected);
        ending.Code.ShouldBe(3);
        Directory.EnumerateFiles(market.In("out")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Doubled_messages_change_no_byte_and_missing_ones_may_be_allowed()
    {
        using var market = MarketFile.Made(Count, 1);
        var doubled = await Stream.DamageAsync(broker, market.Open, messages => messages.InsertRange(9, messages[3..6]));
        var holed = await Stream.DamageAsync(broker, market.Open, messages => messages.RemoveAt(5));

        await Backtest(doubled.Bootstrap, doubled.Topic, market).SucceedAsync();
        market.StreamOf("out").GetProperty("duplicates").GetInt64().ShouldBe(3 * 819);
        market.StreamOf("out").GetProperty("verified").GetBoolean().ShouldBeTrue();
        market.Result("out").ShouldBe(await market.ResultAsync());

        var ending = await Backtest(holed.Bootstrap, holed.Topic, market, "--allow-gaps").ExplainedAsync();
        (ending.Code, ending.Error).ShouldBe((0, "not verified: 819 records of run good are missing"));
        market.StreamOf("out").GetProperty("missing").GetInt64().ShouldBe(819);
        market.StreamOf("out").GetProperty("verified").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_producer_that_was_killed_for_good_is_waited_for_and_its_last_record_named()
    {
        var (bootstrap, topic) = await Stream.DamageAsync(
            broker,
            () => new MadeSource(Count),
            messages => messages.RemoveRange(10, messages.Count - 10));
        using var market = MarketFile.Made(Count, 1);

        var ending = await Backtest(bootstrap, topic, market, "--wait", "2s").ExplainedAsync();
        var anyway = await Backtest(bootstrap, topic, market, "--until-end").ExplainedAsync();

        (ending.Code, ending.Error).ShouldBe(
            (
                1,
                "nothing came for 2 s, run good; last seen: record 7,370; the producer or the broker has stopped: ./sor produce --resume --run good goes on with the run, --wait waits longer"
            ));
        (anyway.Code, anyway.Error).ShouldBe((0, "not verified: run good has no END yet"));
    }

    [Fact]
    public async Task What_others_write_meanwhile_does_not_put_off_the_end_of_waiting()
    {
        var (bootstrap, topic) = await Stream.DamageAsync(
            broker,
            () => new MadeSource(Count),
            messages => messages.RemoveRange(10, messages.Count - 10));
        using var market = MarketFile.Made(100_000, 1);
        using var other = SorProcess.Produce(market.Path, "--bootstrap", bootstrap, "--topic", topic, "--run", "other", "--speed", "1");
        await Stream.AwaitMessagesAsync(bootstrap, topic, 20);

        var ending = await Backtest(bootstrap, topic, market, "--run", "good", "--wait", "2s").ExplainedAsync();

        other.HasExited.ShouldBeFalse();
        ending.Error.ShouldStartWith("nothing came for 2 s, run good; last seen: record 7,370");
        ending.Code.ShouldBe(1);
    }

    [Fact]
    public async Task A_run_that_is_not_there_and_rows_of_another_program()
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("foreign");
        await Broker.CreateTopicAsync(bootstrap, topic, 1);
        Stream.Send(bootstrap, topic, MadeSource.Of(Count, 1, 1).Select(record => new Message<Null, byte[]> { Value = Json(record) }));
        using var market = MarketFile.Made(10, 1);

        var unknown = await Backtest(bootstrap, topic, market, "--run", "nobody", "--wait", "5s").ExplainedAsync();
        var newest = await Backtest(bootstrap, topic, market, "--wait", "5s").ExplainedAsync();
        var rows = await Backtest(bootstrap, topic, market, "--until-end", "--side", "buy").ExplainedAsync();

        (unknown.Code, newest.Code, rows.Code).ShouldBe((1, 1, 0));
        unknown.Error.ShouldEndWith(
            $"run nobody did not begin on topic {topic} within 5 s; the messages there are not Sor's: --until-end reads them");
        newest.Error.ShouldEndWith(
            $"a run did not begin on topic {topic} within 5 s; the messages there are not Sor's: --until-end reads them");
        rows.Error.ShouldBe("not verified: nothing in these messages says whether they are all");
        market.StreamOf("out").GetProperty("verified").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_head_that_retention_has_taken_and_a_topic_with_more_partitions_than_its_run()
    {
        var (bootstrap, eaten) = await Stream.DamageAsync(broker, () => new MadeSource(Count), _ => { });
        await Stream.DeleteBeforeAsync(bootstrap, eaten, 4);
        var (_, grown) = await Stream.DamageAsync(broker, () => new MadeSource(Count), _ => { });
        using (var admin = Stream.Admin(bootstrap)) await admin.CreatePartitionsAsync([new() { Topic = grown, IncreaseTo = 2 }]);
        using var market = MarketFile.Made(Count, 1);

        var head = await Backtest(bootstrap, eaten, market).ExplainedAsync();
        var partitions = await Backtest(bootstrap, grown, market).ExplainedAsync();
        var resumed = await SorProcess.Produce(market.Path, "--bootstrap", bootstrap, "--topic", grown, "--resume").ExplainedAsync();

        (head.Code, partitions.Code, resumed.Code).ShouldBe((3, 3, 3));
        head.Error.ShouldStartWith(
            $"run good on topic {eaten} has lost its head to the topic's retention (the oldest message left has offset 4)");
        partitions.Error.ShouldBe($"run good was written to 1 partitions but topic {grown} has 2 now; publish it again");
        resumed.Error.ShouldBe($"run good was written to 1 partitions but topic {grown} has 2 now; publish a new run");
    }

    [Fact]
    public async Task Two_backtesters_of_one_folder()
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("folder");
        using var market = MarketFile.Made(Count, 1);
        using var first = Backtest(bootstrap, topic, market);
        await market.AwaitClaimAsync("out");

        var second = await Backtest(bootstrap, topic, market).ExplainedAsync();
        (second.Code, second.Error).ShouldBe((1, $"--out {market.In("out")}: another run is writing there; give each its own folder"));

        Stream.Publish(bootstrap, Stream.Fast(topic), () => new MadeSource(Count));
        await first.SucceedAsync();
    }

    [Fact]
    public async Task Either_side_can_be_interrupted_while_there_is_no_broker()
    {
        using var market = MarketFile.Made(10, 1);
        using var produce = SorProcess.Produce(market.Path, "--bootstrap", "127.0.0.1:9");
        using var backtest = Backtest("127.0.0.1:9", "any", market);
        using var collect = SorProcess.Start(
            "Sor.Backtester",
            ["collect", "--bootstrap", "127.0.0.1:9", .. market.Order, "--wait", "2s", "--out", market.In("merged")]);
        await market.AwaitClaimAsync("out");
        await Task.Delay(1_000, TestContext.Current.CancellationToken);

        produce.Signal("TERM");
        backtest.Signal("TERM");
        var (writer, reader, collector) = (await produce.ExplainedAsync(), await backtest.ExplainedAsync(), await collect.ExplainedAsync());

        (writer.Code, writer.Error).ShouldBe((1, "interrupted: no record was published"));
        reader.Error.ShouldEndWith("interrupted: nothing was written");
        // A line on the waiting comes before it where the address refuses at once.
        collector.Error.ShouldContain("no Kafka broker answers at 127.0.0.1:9 after 2 s");
        (reader.Code, collector.Code).ShouldBe((1, 1));
    }

    private static SorProcess Backtest(string bootstrap, string topic, MarketFile market, params string[] more) =>
        SorProcess.Backtest(["--bootstrap", bootstrap, "--topic", topic, .. market.Order, "--out", market.In("out"), .. more]);

    private static byte[] Json(in Core.MarketData.Mbp1 record)
    {
        Span<byte> json = stackalloc byte[256];
        return json[..Sor.Streaming.Wire.ClassicJson.Write(record, json)].ToArray();
    }
}
