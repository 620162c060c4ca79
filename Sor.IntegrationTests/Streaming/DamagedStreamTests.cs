using System.Text;
using Confluent.Kafka;
using Sor.Streaming.Read;
using Sor.Streaming.Wire;

namespace Sor.IntegrationTests.Streaming;

/// <summary>What a reader sees of streams whose messages were deleted, doubled, reordered or changed.</summary>
public sealed class DamagedStreamTests(Broker broker)
{
    private const int Count = 20_000;

    [Fact]
    public async Task A_deleted_message_is_named()
    {
        var damaged = await DamageAsync(messages => messages.RemoveAt(5));

        // Message 5 is the fifth of data: records 4 x 819 to 5 x 819 - 1.
        ShouldBeBadData(() => Read(damaged)).ShouldContain("run good, partition 0: records 3,276 to 4,094 are missing (819 records)");
    }

    [Fact]
    public async Task A_deleted_message_may_be_allowed_and_is_counted()
    {
        var (bootstrap, topic) = await DamageAsync(messages => messages.RemoveAt(5));

        var reading = Stream.Read(bootstrap, Stream.From(topic) with { AllowGaps = true });

        reading.Report.ShouldBe(new StreamReport("good", Verified: false, 0, 819, 0, 0));
        reading.Records.SequenceEqual(MadeSource.Of(Count, 1, 1).Where((_, i) => i is < 3_276 or > 4_094)).ShouldBeTrue();
    }

    [Fact]
    public async Task Doubled_messages_are_dropped_by_number()
    {
        var (bootstrap, topic) = await DamageAsync(messages =>
        {
            messages.Insert(9, messages[3]);
            messages.Insert(9, messages[8]);
            messages.Insert(7, messages[6]);
        });

        var reading = Stream.Read(bootstrap, Stream.From(topic));

        reading.Report.ShouldBe(new StreamReport("good", Verified: true, 3 * 819, 0, 0, 0));
        reading.Records.SequenceEqual(MadeSource.Of(Count, 1, 1)).ShouldBeTrue();
    }

    [Fact]
    public async Task Reordered_messages_are_a_gap()
    {
        var damaged = await DamageAsync(messages => (messages[5], messages[6]) = (messages[6], messages[5]));

        ShouldBeBadData(() => Read(damaged)).ShouldContain("records 3,276 to 4,094 are missing");
    }

    [Fact]
    public async Task A_changed_byte_is_seen_by_the_hash()
    {
        var damaged = await DamageAsync(messages => messages[5].Value[100] ^= 1);

        ShouldBeBadData(() => Read(damaged)).ShouldContain("are not the ones the producer sent");
    }

    [Fact]
    public async Task A_truncated_body_is_named_by_its_offset()
    {
        var damaged = await DamageAsync(messages => messages[5].Value = messages[5].Value[..1000]);

        ShouldBeBadData(() => Read(damaged)).ShouldBe("run good: the message at offset 5 of 1,000 bytes is not whole records of 80 bytes");
    }

    [Fact]
    public async Task Without_END_the_reader_waits_and_names_the_last_record()
    {
        var (bootstrap, topic) = await DamageAsync(messages => messages.RemoveRange(10, messages.Count - 10));

        var failure = Should.Throw<SorException>(() => Stream.Read(bootstrap, Stream.From(topic) with { Wait = TimeSpan.FromSeconds(2) }));

        failure.Kind.ShouldBe(FailureKind.Outside);
        failure.Message.ShouldContain("nothing came for 2 s, run good; last seen: record 7,370");
        Stream
            .Read(bootstrap, Stream.From(topic) with { UntilEnd = true })
            .Report.ShouldBe(new StreamReport("good", Verified: false, 0, 0, 0, 0));
    }

    [Fact]
    public async Task A_BEGIN_that_comes_twice_is_no_more_than_any_other_double()
    {
        var (bootstrap, topic) = await DamageAsync(messages => messages.Insert(5, messages[0]));

        foreach (var run in new[] { null, "good" })
        {
            var reading = Stream.Read(bootstrap, Stream.From(topic) with { Run = run });

            reading.Report.ShouldBe(new StreamReport("good", Verified: true, 0, 0, 0, 0));
            reading.Records.SequenceEqual(MadeSource.Of(Count, 1, 1)).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Two_producers_that_began_the_same_run_are_named()
    {
        var (bootstrap, first) = await DamageAsync(_ => { });
        var theirs = Stream.Dump(bootstrap, first);
        var topic = Stream.NewName("both");
        await Broker.CreateTopicAsync(bootstrap, topic, 1);
        // Neither sees the other when it looks for its run, then both write.
        Stream.Send(bootstrap, topic, theirs.Take(1).Select(Stream.Copy));
        Stream.Publish(
            bootstrap,
            Stream.Fast(topic),
            () => new InterruptingSource(new MadeSource(Count), () => Stream.Send(bootstrap, topic, theirs.Skip(1).Select(Stream.Copy))));
        var run = Stream
            .Dump(bootstrap, topic)
            .Select((message, offset) => StreamHeaders.Read(message.Headers, offset)!.Value)
            .First(headers => headers.Run != "good")
            .Run;
        var both = Stream.NewName("same");
        await Broker.CreateTopicAsync(bootstrap, both, 1);
        Stream.Send(bootstrap, both, Stream.Dump(bootstrap, topic).Select(message => Renamed(message, run, "good")));

        ShouldBeBadData(() => Read((bootstrap, both)))
            .ShouldContain(" belongs to another BEGIN; two producers wrote the same run id: publish again under a new one");
        ShouldBeBadData(() =>
                Stream.Publish(bootstrap, Stream.Fast(both) with { Run = "good", Resume = true }, () => new MadeSource(Count)))
            .ShouldContain("two producers wrote the same run id");
    }

    [Theory]
    [InlineData("{}", " has a BEGIN that cannot be read")]
    [InlineData("""{"version":1,"run":"bad"}""", " has a BEGIN that cannot be read")]
    [InlineData(null, " was written by a newer Sor (stream version 99); this one reads version 1")]
    public async Task A_BEGIN_that_cannot_be_read_is_no_matter_to_other_runs(string? body, string fault)
    {
        var (bootstrap, topic) = await DamageAsync(_ => { });
        body ??= Encoding.UTF8.GetString(Stream.Dump(bootstrap, topic)[0].Value)
            .Replace("\"version\":1", "\"version\":99").Replace("\"good\"", "\"bad\"");
        var bad = new Message<Null, byte[]>
        {
            Headers = new StreamHeaders("bad", MessageKind.Begin, 0, 0, 0, null).Write(),
            Value = Encoding.UTF8.GetBytes(body),
        };
        var offset = Stream.Dump(bootstrap, topic).Count;
        Stream.Send(bootstrap, topic, [bad]);
        // As if that run had begun at the topic's first message, so that all between were its own.
        var liar = new StreamHeaders("liar", MessageKind.Data, 0, 0, offset + 1, null).Write();
        Stream.Send(bootstrap, topic, [new() { Headers = liar, Value = [] }]);
        var notices = new List<string>();

        foreach (var run in new[] { null, "good" })
        {
            using var consumer = Stream.Consumer(bootstrap);
            using var source = StreamSubscriber.Open(
                consumer, Stream.From(topic) with { Run = run }, notice => notices.Add(notice.Text), TestContext.Current.CancellationToken);
            source.Report.Run.ShouldBe("good");
        }

        notices.ShouldBe([$"passed over: run bad at offset {offset} of topic {topic}{fault}"]);
        ShouldBeBadData(() => Stream.Read(bootstrap, Stream.From(topic) with { Run = "bad" }))
            .ShouldBe($"run bad at offset {offset} of topic {topic}{fault}");
        Stream.Read(bootstrap, Stream.From(topic)).Report.ShouldBe(new StreamReport("good", Verified: true, 0, 0, 0, 0));
        Stream.Publish(bootstrap, Stream.Fast(topic) with { Run = "good", Resume = true }, () => new MadeSource(Count)).Messages
            .ShouldBe(0);
    }

    [Fact]
    public async Task A_head_deleted_by_retention_is_named()
    {
        var (bootstrap, topic) = await DamageAsync(_ => { });
        await Stream.DeleteBeforeAsync(bootstrap, topic, 4);

        ShouldBeBadData(() => Stream.Read(bootstrap, Stream.From(topic)))
            .ShouldContain($"run good on topic {topic} has lost its head to the topic's retention (the oldest message left has offset 4)");
    }

    [Fact]
    public async Task Records_deleted_ahead_of_the_reader_are_named()
    {
        // More than the client fetches ahead.
        const int count = 600_000;
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("eaten");
        Stream.Publish(bootstrap, Stream.Fast(topic), () => new MadeSource(count), CompressionType.None);
        var eaten = false;

        var message = ShouldBeBadData(() => Stream.Read(bootstrap, Stream.From(topic), _ =>
        {
            if (eaten) return;
            eaten = true;
            Thread.Sleep(1_500);
            Stream.DeleteBeforeAsync(bootstrap, topic, 730).GetAwaiter().GetResult();
        }));

        message.ShouldContain(" on were deleted by the topic's retention before they were read (the oldest message left has offset 730)");
    }

    [Theory]
    [InlineData(false, " was deleted while it was read, run ")]
    [InlineData(true, " was deleted and made anew while it was read, run ")]
    public async Task A_topic_deleted_or_made_anew_while_it_is_read_is_named(bool again, string expected)
    {
        const int count = 600_000;
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("gone");
        Stream.Publish(bootstrap, Stream.Fast(topic), () => new MadeSource(count), CompressionType.None);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).Build();
        var deleted = false;

        var failure = Should.Throw<SorException>(() => Stream.Read(bootstrap, Stream.From(topic), _ =>
        {
            if (deleted) return;
            deleted = true;
            Thread.Sleep(1_500);
            admin.DeleteTopicsAsync([topic]).GetAwaiter().GetResult();
            Thread.Sleep(500);
            if (again) Broker.CreateTopicAsync(bootstrap, topic, 1).GetAwaiter().GetResult();
        }));

        failure.Message.ShouldContain($"topic {topic}{expected}");
        failure.Message.ShouldContain("last seen: record ");
    }

    private static Message<Null, byte[]> Renamed(Message<Ignore, byte[]> message, string from, string to)
    {
        var copy = Stream.Copy(message);
        if (System.Text.Encoding.UTF8.GetString(copy.Headers.GetLastBytes(StreamHeaders.RunName)) != from) return copy;
        var kind = copy.Headers.TryGetLastBytes(StreamHeaders.KindName, out _);
        copy.Headers.Remove(StreamHeaders.RunName);
        copy.Headers.Add(StreamHeaders.RunName, System.Text.Encoding.UTF8.GetBytes(to));
        if (kind)
            copy.Value = System.Text.Encoding.UTF8.GetBytes(
                System.Text.Encoding.UTF8.GetString(copy.Value).Replace(from, to, StringComparison.Ordinal));
        return copy;
    }

    private static void Read((string Bootstrap, string Topic) damaged) => Stream.Read(damaged.Bootstrap, Stream.From(damaged.Topic));

    private static string ShouldBeBadData(Action action)
    {
        var failure = Should.Throw<SorException>(action);
        failure.Kind.ShouldBe(FailureKind.Data);
        return failure.Message;
    }

    private Task<(string Bootstrap, string Topic)> DamageAsync(Action<List<Message<Ignore, byte[]>>> change) =>
        Stream.DamageAsync(broker, () => new MadeSource(Count), change);
}
