namespace Sor.IntegrationTests;

/// <summary>Several backtesters share a run's partitions; one merges what they found.</summary>
[RunsPrograms]
public sealed class GroupTests(Broker broker)
{
    [Fact]
    public async Task Three_members_of_which_one_is_killed_and_a_fourth_give_the_bytes_of_one_machine()
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Streaming.Stream.NewName("group");
        using var market = MarketFile.Made(200_000, 8);
        string[] common = ["--bootstrap", bootstrap, "--results", $"{topic}-results", "--run", "shared", .. market.Order];
        string[] member = [.. common, "--topic", topic, "--group", topic];
        // 200 s of market in 8 s.
        using var produce = SorProcess.Produce(market.Path, "--bootstrap", bootstrap, "--topic", topic, "--partitions", "4", "--run", "shared", "--speed", "25");
        using var first = SorProcess.Backtest(member);
        using var second = SorProcess.Backtest(member);
        using var killed = SorProcess.Backtest(member);
        await Task.Delay(6_000, TestContext.Current.CancellationToken);

        killed.Kill();
        using var fourth = SorProcess.Backtest(member);
        await produce.SucceedAsync();
        var outputs = new[] { await first.SucceedAsync(), await second.SucceedAsync(), await fourth.SucceedAsync() };
        using var collect = SorProcess.Start("Sor.Backtester", ["collect", .. common, "--out", market.In("merged")]);
        await collect.SucceedAsync();

        outputs.ShouldAllBe(output => output.EndsWith("run shared: all 4 partitions are done; ./sor collect with the same options merges them"));
        outputs.Sum(output => output.Split('\n').Count(line => line.Contains(": 2 instruments, 50,000 records"))).ShouldBeGreaterThanOrEqualTo(3);
        market.Result("merged").ShouldBe(await market.ResultAsync());

        // As if nobody had done partition 1.
        await Broker.CreateTopicAsync(bootstrap, $"{topic}-part", 1);
        Streaming.Stream.Send(bootstrap, $"{topic}-part", Streaming.Stream.Dump(bootstrap, $"{topic}-results").Where(message => PartitionOf(message) != "1").Select(Streaming.Stream.Copy));
        string[] part = ["collect", "--bootstrap", bootstrap, "--results", $"{topic}-part", "--wait", "2s", .. market.Order, "--out", market.In("part")];
        var missing = await SorProcess.Start("Sor.Backtester", part).ExplainedAsync();
        var others = await SorProcess.Start("Sor.Backtester", [.. part, "--collar", "49"]).ExplainedAsync();
        missing.Error.ShouldBe("run shared: nothing new for 2 s, and partitions 1 are not done; start another backtester with --group and the same options");
        others.Error.ShouldBe("no outcomes under these options came within 2 s; start backtesters with --group and the same options");
    }

    private static string PartitionOf(Confluent.Kafka.Message<Confluent.Kafka.Ignore, byte[]> message) =>
        System.Text.Encoding.UTF8.GetString(message.Headers.GetLastBytes("partition"));

    [Fact]
    public async Task Collecting_what_no_group_found_says_so()
    {
        var bootstrap = await broker.BootstrapAsync();
        using var market = MarketFile.Made(10, 1);

        using var collect = SorProcess.Start("Sor.Backtester", ["collect", "--bootstrap", bootstrap, "--results", Streaming.Stream.NewName("nothing"), "--wait", "2s", "--out", market.In("out")]);
        var ending = await collect.ExplainedAsync();

        ending.Code.ShouldBe(1);
        ending.Error.ShouldContain("no outcomes under these options came within 2 s; start backtesters with --group and the same options");
    }
}
