using Confluent.Kafka;
using Sor.Core.MarketData;
using Sor.Streaming.Publish;
using Sor.Streaming.Read;
using Sor.Streaming.Wire;

namespace Sor.IntegrationTests.Streaming;

public sealed class RoundTripTests(Broker broker)
{
    [Theory]
    [InlineData(1, 1, StreamFormat.Mbp1, CompressionType.None)]
    [InlineData(1, 8, StreamFormat.Mbp1, CompressionType.Zstd)]
    [InlineData(4, 8, StreamFormat.Mbp1, CompressionType.Lz4)]
    [InlineData(4, 1, StreamFormat.Mbp1, CompressionType.Lz4)]
    [InlineData(1, 1, StreamFormat.Json, CompressionType.Zstd)]
    [InlineData(4, 8, StreamFormat.Json, CompressionType.None)]
    public async Task Every_instruments_records_come_back_in_order(
        int partitions,
        int instruments,
        StreamFormat format,
        CompressionType codec)
    {
        const int count = 50_003;
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("round");

        var sent = Stream.Publish(
            bootstrap,
            Stream.Fast(topic) with
            {
                Partitions = partitions,
                Format = format,
            },
            () => new MadeSource(count, instruments),
            codec);
        var reading = Stream.Read(bootstrap, Stream.From(topic));

        sent.Records.ShouldBe(count);
        reading.Records.Count.ShouldBe(count);
        for (var instrument = 1u; instrument <= instruments; instrument++)
        {
            var expected = MadeSource.Of(count, instruments, instrument);
            if (format == StreamFormat.Json) expected = expected.Select(record => ClassicJson.Project(record));
            reading.Records.Where(record => record.InstrumentId == instrument).SequenceEqual(expected).ShouldBeTrue();
        }

        reading.Report.ShouldBe(new StreamReport(sent.Run, Verified: true, 0, 0, 0, 0));
        reading.Schema.ShouldBe(format == StreamFormat.Json ? ClassicJson.Schema : new SourceSchema("mbp-1", true, true));
        reading.Summary.Files.ShouldBe(["made.dbn"]);
        reading.Summary.Records.ShouldBe(count);
        reading.Summary.Rejects.ShouldBe([new RejectCount("bad_price", 2)]);
        reading.Summary.Symbols.ShouldBe(new MadeSource(1, instruments).Summary.Symbols);
    }

    [Fact]
    public async Task A_message_is_at_most_64_KiB_and_says_where_its_run_began()
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("shape");
        Stream.Publish(bootstrap, Stream.Fast(topic) with { Run = "shape" }, () => new MadeSource(10_000));

        var messages = Stream.Dump(bootstrap, topic);

        messages.ShouldAllBe(message => message.Value.Length <= 65536);
        var headers = messages.Select((message, offset) => StreamHeaders.Read(message.Headers, offset)!.Value).ToList();
        headers
            .Select(header => header.Kind)
            .ShouldBe([MessageKind.Begin, .. Enumerable.Repeat(MessageKind.Data, messages.Count - 2), MessageKind.End]);
        headers.ShouldAllBe(header => header.Run == "shape" && header.Begin == 0);
        headers.Select(header => header.Index).ShouldBe(Enumerable.Range(0, messages.Count).Select(i => (long)i));
        headers[2].Seq.ShouldBe(819);
    }

    [Fact]
    public async Task The_newest_run_is_read_by_default_and_others_by_id()
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("runs");
        foreach (var run in new[] { "first", "second", "third" })
        {
            Stream.Publish(bootstrap, Stream.Fast(topic) with { Run = run, Partitions = 2 }, () => new MadeSource(run.Length * 1_000, 3));
        }

        foreach (var (asked, run) in new[] { ((string?)null, "third"), ("second", "second"), ("first", "first") })
        {
            var reading = Stream.Read(bootstrap, Stream.From(topic) with { Run = asked });

            reading.Report.Run.ShouldBe(run);
            reading.Records.Count.ShouldBe(run.Length * 1_000);
            reading.Report.Verified.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Two_producers_at_once_do_not_disturb_each_other()
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("two");
        await Broker.CreateTopicAsync(bootstrap, topic, 1);
        PublishReport Quick() => Stream.Publish(bootstrap, Stream.Fast(topic) with { Run = "quick" }, () => new MadeSource(5_000));
        Stream.Publish(
            bootstrap,
            Stream.Fast(topic) with
            {
                Run = "slow",
            },
            () => new InterruptingSource(new MadeSource(20_000), () => Quick()));

        var newest = Stream.Read(bootstrap, Stream.From(topic));
        var older = Stream.Read(bootstrap, Stream.From(topic) with { Run = "slow" });

        newest.Report.ShouldBe(new StreamReport("quick", Verified: true, 0, 0, newest.Report.OtherRuns, 0));
        newest.Records.Count.ShouldBe(5_000);
        older.Report.ShouldBe(new StreamReport("slow", Verified: true, 0, 0, 1, 0));
        older.Records.SequenceEqual(MadeSource.Of(20_000, 1, 1)).ShouldBeTrue();
    }
}
