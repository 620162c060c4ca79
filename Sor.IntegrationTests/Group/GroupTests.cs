using Confluent.Kafka;
using Stream = Sor.IntegrationTests.Streaming.Stream;

namespace Sor.IntegrationTests.Group;

/// <summary>Several backtesters share a run's partitions; one merges what they found.</summary>
[RunsPrograms]
public sealed class GroupTests(Broker broker)
{
    [Fact]
    public async Task Three_members_of_which_one_is_killed_and_a_fourth_give_the_bytes_of_one_machine()
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("group");
        using var market = MarketFile.Made(200_000, 8);
        string[] common = ["--bootstrap", bootstrap, "--topic", topic, "--results", $"{topic}-results", "--run", "shared", .. market.Order];
        string[] member = [.. common, "--group", topic];
        // 200 s of market in 8 s.
        using var produce = SorProcess.Produce(
            market.Path, "--bootstrap", bootstrap, "--topic", topic, "--partitions", "4", "--run", "shared", "--speed", "25");
        using var first = SorProcess.Backtest(member);
        using var second = SorProcess.Backtest(member);
        using var killed = SorProcess.Backtest(member);
        await Task.Delay(6_000, TestContext.Current.CancellationToken);

        killed.Kill();
        using var fourth = SorProcess.Backtest(member);
        await produce.SucceedAsync();
        var outputs = new[] { await first.SucceedAsync(), await second.SucceedAsync(), await fourth.SucceedAsync() };
        using var collect = SorProcess.Start("Sor.Backtester", ["collect", .. common, "--parquet", "--out", market.In("merged")]);
        await collect.SucceedAsync();

        outputs.ShouldAllBe(
            output => output.EndsWith("run shared: all 4 partitions are done; collect with the same options merges them"));
        outputs.Sum(output => output.Split('\n').Count(line => line.Contains(": 2 instruments, 50,000 records")))
            .ShouldBeGreaterThanOrEqualTo(3);
        market.Result("merged").ShouldBe(await market.ResultAsync("--parquet"));
        market.WroteTheSame("merged");

        // As if nobody had done partition 1.
        await Broker.CreateTopicAsync(bootstrap, $"{topic}-part", 1);
        var all = Enumerable.Range(0, 8).SelectMany(i => Stream.Dump(bootstrap, $"{topic}-results", i));
        Stream.Send(bootstrap, $"{topic}-part", all.Where(message => PartitionOf(message) != "1").Select(Stream.Copy));
        string[] part =
            ["collect", "--bootstrap", bootstrap, "--topic", topic, "--results", $"{topic}-part", "--wait", "2s", .. market.Order, "--out",
            market.In("part")];
        var missing = await SorProcess.Start("Sor.Backtester", part).ExplainedAsync();
        var others = await SorProcess.Start("Sor.Backtester", [.. part, "--collar", "49"]).ExplainedAsync();
        missing.Error.ShouldBe(
            "run shared: nothing new for 2 s, and partitions 1 are not done; start another backtester with --group and the same options");
        others.Error
            .ShouldBe("no outcomes of run shared under these options came within 2 s; start backtesters with --group and the same options");
    }

    private static string PartitionOf(Message<Ignore, byte[]> message) =>
        System.Text.Encoding.UTF8.GetString(message.Headers.GetLastBytes("partition"));

    [Fact]
    public async Task Other_records_under_the_same_run_id_are_read_and_collected_anew()
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("anew");
        using var older = MarketFile.Made(10_000, 2);
        using var newer = MarketFile.Made(12_000, 2);
        string[] common = ["--bootstrap", bootstrap, "--topic", topic, "--results", $"{topic}-results", "--run", "same", .. newer.Order];
        string[] collecting = ["collect", .. common, "--wait", "2s", "--out", newer.In("out")];
        // By Kafka's newer protocol; the test of three members is by the older one.
        await File.WriteAllTextAsync(newer.In("client.properties"), "group.protocol=consumer\n", TestContext.Current.CancellationToken);
        async Task<string> MemberAsync() =>
            await SorProcess.Backtest([.. common, "--group", topic, "--kafka-config", newer.In("client.properties")]).SucceedAsync();
        async Task PublishAsync(MarketFile market) => await SorProcess.Produce(
            market.Path, "--bootstrap", bootstrap, "--topic", topic, "--run", "same", "--speed", "max").SucceedAsync();
        await PublishAsync(older);
        (await MemberAsync()).ShouldContain("run same, partition 0: 2 instruments, 10,000 records");
        (await MemberAsync()).ShouldBe("run same: all 1 partitions are done; collect with the same options merges them");

        using (var admin = Stream.Admin(bootstrap)) await admin.DeleteTopicsAsync([topic]);
        await Task.Delay(500, TestContext.Current.CancellationToken);
        await PublishAsync(newer);
        var stale = await SorProcess.Start("Sor.Backtester", collecting).ExplainedAsync();
        var again = await MemberAsync();
        await SorProcess.Start("Sor.Backtester", collecting).SucceedAsync();

        (stale.Code, stale.Error).ShouldBe(
            (1, "no outcomes of run same under these options came within 2 s; start backtesters with --group and the same options"));
        again.ShouldContain("run same, partition 0: 2 instruments, 12,000 records");
        newer.Result("out").ShouldBe(await newer.ResultAsync());
    }

    [Fact]
    public async Task Collecting_what_no_group_found_says_so()
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("nothing");
        using var market = MarketFile.Made(10, 1);
        Stream.Publish(bootstrap, Stream.Fast(topic) with { Run = "alone" }, market.Open);

        using var collect = SorProcess.Start(
            "Sor.Backtester",
            ["collect", "--bootstrap", bootstrap, "--topic", topic, "--results", Stream.NewName("nothing"), "--wait", "2s", "--out",
            market.In("out")]);
        var ending = await collect.ExplainedAsync();

        ending.Code.ShouldBe(1);
        ending.Error
            .ShouldBe("no outcomes of run alone under these options came within 2 s; start backtesters with --group and the same options");
    }

    [Fact]
    public async Task A_member_with_the_instance_id_of_another_is_told_so()
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("fenced");
        using var market = MarketFile.Made(400_000, 1);
        await File.WriteAllTextAsync(market.In("client.properties"), "group.instance.id=one\n", TestContext.Current.CancellationToken);
        string[] member =
            ["--bootstrap", bootstrap, "--topic", topic, "--results", $"{topic}-results", .. market.Order, "--group", topic,
            "--kafka-config", market.In("client.properties")];
        using var produce = SorProcess.Produce(market.Path, "--bootstrap", bootstrap, "--topic", topic, "--speed", "20");
        using var first = SorProcess.Backtest(member);
        await Task.Delay(5_000, TestContext.Current.CancellationToken);
        using var second = SorProcess.Backtest(member);

        var fenced = await first.ExplainedAsync();
        fenced.Code.ShouldBe(1);
        fenced.Error.ShouldEndWith($"another member of group {topic} has the same group.instance.id; give each its own in --kafka-config");
    }

    [Fact]
    public async Task A_cluster_that_cannot_keep_as_many_copies_says_so_and_one_that_can_keeps_them()
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("copies");
        using var market = MarketFile.Made(10, 1);
        string[] producing = [market.Path, "--bootstrap", bootstrap, "--topic", topic, "--speed", "max"];

        var refused = await SorProcess.Produce([.. producing, "--replication", "3"]).ExplainedAsync();
        await SorProcess.Produce([.. producing, "--replication", "1"]).SucceedAsync();

        refused.Code.ShouldBe(1);
        refused.Error.ShouldStartWith($"topic {topic} cannot be created: ");
        refused.Error.ShouldEndWith("; lower --replication, or leave it to the broker");
        using var admin = Stream.Admin(bootstrap);
        var settings = await admin.DescribeConfigsAsync([new() { Type = Confluent.Kafka.Admin.ResourceType.Topic, Name = topic }]);
        settings[0].Entries["min.insync.replicas"].ShouldSatisfyAllConditions(
            setting => setting.Value.ShouldBe("1"), setting => setting.IsDefault.ShouldBeFalse());
    }
}
