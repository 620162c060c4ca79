using Confluent.Kafka.Admin;

namespace Sor.IntegrationTests.Streaming;

/// <summary>
/// What the user of <c>./sor produce</c> sees, and with which exit code, when input, broker or topic are not as they should be.
/// </summary>
[RunsPrograms]
public sealed class ProducerCommandTests(Broker broker)
{
    [Fact]
    public async Task Too_many_rejected_rows_in_the_middle_end_the_run_for_both_sides()
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("poor");
        using var made = MarketFile.Made(60_000, 1);
        using var market = MarketFile.AskSideOf(made);
        await File.AppendAllLinesAsync(market.Path, Enumerable.Repeat("soon,2,1,1,1", 2_000), TestContext.Current.CancellationToken);
        using var backtest = Backtest(bootstrap, topic, market);

        var writer = await Produce(bootstrap, topic, market, "--run", "poor", "--speed", "50").ExplainedAsync();
        var reader = await backtest.ExplainedAsync();

        (writer.Code, reader.Code).ShouldBe((3, 3));
        writer.Error.ShouldStartWith("607 of 60607 rows cannot be read (607 bad_time), more than 1.00");
        reader.Error.ShouldContain("run poor was given up by its producer after ");
        reader.Error.ShouldEndWith(writer.Error);
        Directory.EnumerateFiles(market.In("out")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_changes_while_it_is_published_ends_the_run_for_both_sides()
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("grows");
        using var made = MarketFile.Made(100_000, 1);
        using var market = MarketFile.AskSideOf(made);
        using var backtest = Backtest(bootstrap, topic, market);
        using var produce = Produce(bootstrap, topic, market, "--run", "grows", "--speed", "20");
        await Stream.AwaitMessagesAsync(bootstrap, topic, 10);

        await File.AppendAllTextAsync(
            market.Path,
            (await File.ReadAllLinesAsync(market.Path, TestContext.Current.CancellationToken))[^1] + "\n",
            TestContext.Current.CancellationToken);
        var (writer, reader) = (await produce.ExplainedAsync(), await backtest.ExplainedAsync());

        (writer.Code, writer.Error).ShouldBe((3, $"{market.Path} changed while it was being read: run again once it is whole"));
        reader.Code.ShouldBe(3);
        reader.Error.ShouldContain($"run grows was given up by its producer after ");
        reader.Error.ShouldEndWith(writer.Error);
    }

    [Fact]
    public async Task A_killed_run_is_resumed_with_its_own_input_and_options_alone()
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("input");
        using var market = MarketFile.Made(60_000, 1);
        using var other = MarketFile.Made(60_000, 2);
        using (var killed = Produce(bootstrap, topic, market, "--run", "input", "--speed", "10"))
        {
            await Stream.AwaitMessagesAsync(bootstrap, topic, 20);
            killed.Kill();
        }

        var again = await Produce(bootstrap, topic, market, "--run", "input").ExplainedAsync();
        var cut = await Produce(bootstrap, topic, market, "--run", "input", "--resume", "--to", "14:31").ExplainedAsync();
        var json = await Produce(bootstrap, topic, market, "--run", "input", "--resume", "--format", "json").ExplainedAsync();
        var changed = await Produce(bootstrap, topic, other, "--run", "input", "--resume").ExplainedAsync();
        var resumed = await Produce(bootstrap, topic, market, "--resume", "--speed", "max").SucceedAsync();
        var finished = (await Produce(bootstrap, topic, other, "--run", "input", "--resume").ExplainedAsync()).Output;
        await Backtest(bootstrap, topic, market).SucceedAsync();

        (again.Code, again.Error).ShouldBe(
            (2, $"run input is on topic {topic} already: --resume goes on with it, or choose another --run"));
        (cut.Code, cut.Error).ShouldBe((2, "run input was begun with --from (none) and --to (none): resume it with the same"));
        (json.Code, json.Error).ShouldBe((2, "run input was begun with --format mbp1: resume it with the same"));
        changed.Code.ShouldBe(3);
        changed.Error.ShouldStartWith("run input cannot be resumed, its input has changed: ");
        changed.Error.ShouldEndWith("; resume it with the input it was begun with, or publish a new run");
        resumed.ShouldMatch(@"^run input: 60,000 records on topic .* of them were there already\)$");
        finished.ShouldEndWith(" (0 messages; all of them were there already)");
        market.Result("out").ShouldBe(await market.ResultAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_topic_that_is_deleted_while_both_use_it_is_named_to_both(bool again)
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("gone");
        using var market = MarketFile.Made(400_000, 1);
        using var produce = Produce(bootstrap, topic, market, "--run", "gone", "--speed", "20", "--wait", "5s");
        using var backtest = Backtest(bootstrap, topic, market, "--wait", "5s", "--audit");
        await market.AwaitTapesAsync("out");

        using (var admin = Stream.Admin(bootstrap)) await admin.DeleteTopicsAsync([topic]);
        if (again)
        {
            await Task.Delay(500, TestContext.Current.CancellationToken);
            await Broker.CreateTopicAsync(bootstrap, topic, 1);
        }

        var (writer, reader) = (await produce.ExplainedAsync(), await backtest.ExplainedAsync());
        writer.Code.ShouldBe(1);
        reader.Code.ShouldBeOneOf(1, 3);
        writer.Error.ShouldEndWith(
            again
                ? ": the topic was deleted and made anew while the run was written; publish again under a new run id"
                : ": the topic was deleted while the run was written");
        reader.Error.ShouldContain("deleted");
    }

    [Fact]
    public async Task A_limit_that_the_broker_lowers_is_named()
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("limit");
        using var market = MarketFile.Made(100_000, 1);
        using var produce = Produce(bootstrap, topic, market, "--run", "limit", "--speed", "10");
        await Stream.AwaitMessagesAsync(bootstrap, topic, 10);

        using var admin = Stream.Admin(bootstrap);
        await admin.IncrementalAlterConfigsAsync(
            new()
            {
                [new ConfigResource { Type = ResourceType.Topic, Name = topic }] =
                [
                    new ConfigEntry
                    {
                        Name = "max.message.bytes",
                        Value = "100",
                        IncrementalOperation = AlterConfigOpType.Set,
                    },
                ],
            }
        );
        var ending = await produce.ExplainedAsync();

        ending.Code.ShouldBe(1);
        ending.Error.ShouldBe(
            $"the broker did not take run limit on topic {topic}: a message of 65,520"
            + " bytes, or a batch, is over its limit (max.message.bytes); raise it, or lower --message-bytes and batch.size");
    }

    [Fact]
    public async Task An_unknown_run_is_begun_by_resume_and_a_second_run_beside_it_is_another()
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("begun");
        using var market = MarketFile.Made(10_000, 1);

        var begun = await Produce(bootstrap, topic, market, "--run", "new", "--resume", "--speed", "max").SucceedAsync();
        await Produce(bootstrap, topic, market, "--run", "newer", "--speed", "max").SucceedAsync();
        await Backtest(bootstrap, topic, market, "--run", "new").SucceedAsync();

        begun.ShouldStartWith($"run new: 10,000 records on topic {topic}");
        market.StreamOf("out").GetProperty("run").GetString().ShouldBe("new");
        market.Result("out").ShouldBe(await market.ResultAsync());
    }

    private static SorProcess Produce(string bootstrap, string topic, MarketFile market, params string[] more) =>
        SorProcess.Produce([market.Path, "--bootstrap", bootstrap, "--topic", topic, .. more]);

    private static SorProcess Backtest(string bootstrap, string topic, MarketFile market, params string[] more) =>
        SorProcess.Backtest(["--bootstrap", bootstrap, "--topic", topic, .. market.Order, "--out", market.In("out"), .. more]);
}
