using Sor.Core.MarketData;
using Sor.IntegrationTests.Streaming;
using Sor.Streaming.Group;
using Stream = Sor.IntegrationTests.Streaming.Stream;

namespace Sor.IntegrationTests.Group;

/// <summary>Which parts of the results topic count as done.</summary>
public sealed class PartOriginTests(Broker broker)
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_part_counts_only_if_it_is_of_this_topic_these_records_options_and_version()
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("origin");
        Stream.Publish(bootstrap, Stream.Fast(topic) with { Run = "run", Partitions = 2 }, () => new MadeSource(5_000, 2));
        // Another run after it, so that END is not the last message.
        Stream.Publish(bootstrap, Stream.Fast(topic) with { Run = "later" }, () => new MadeSource(100, 2));
        using var consumer = Stream.Consumer(bootstrap);
        using var following = Stream.Consumer(bootstrap);
        using var producer = Stream.Producer(bootstrap, Wait);
        var results = ResultsTopic.Ensure(following, $"{topic}-results", null, bootstrap, Wait, TestContext.Current.CancellationToken);
        var run = SharedRun.Locate(
            consumer, Stream.From(topic) with { Run = "run" }, "options", "1.2.3", cancellation: TestContext.Current.CancellationToken);
        var reader = new ResultsReader(following, results, run, keepOutcomes: true);
        var right = run.OriginOf(0).ShouldNotBeNull();

        PartOrigin[] wrong =
        [
            right with { Topic = "other" },
            right with { Run = "later" },
            right with { Partitions = 1 },
            right with { Partition = 2 },
            right with { Partition = 7 },
            right with { Stamp = right.Stamp with { Begin = 1 } },
            right with { Stamp = right.Stamp with { End = run.OriginOf(1)!.Stamp.End } },
            right with { Options = "others" },
            right with { Engine = "1.2.4" },
        ];
        foreach (var origin in wrong) Write(origin);
        Read(reader).ShouldBeEmpty();

        Write(right);
        Read(reader).ShouldBe([right]);
        reader.Outcomes.Select(outcome => (outcome.Instrument, outcome.Outcome[0], outcome.Outcome.Length))
            .ShouldBe([(7u, (byte)3, 1_200_000)]);
        Write(run.OriginOf(1)!);
        foreach (var origin in wrong) Write(origin);
        Read(reader).ShouldBe([right, run.OriginOf(1)!]);

        void Write(PartOrigin origin) => results.Write(
            producer, new PartitionDone(origin, "member", [7], new SourceSchema("mbp-1", true, true), SourceSummary.Empty, 0),
            [(7, Enumerable.Repeat((byte)3, 1_200_000).ToArray())], Wait);
    }

    private static List<PartOrigin> Read(ResultsReader reader)
    {
        while (reader.Poll(TimeSpan.FromMilliseconds(300)))
        {
        }

        return [.. reader.Done.Select(done => done.Origin)];
    }
}
