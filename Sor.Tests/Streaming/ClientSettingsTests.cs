using Confluent.Kafka;
using Sor.CommandLine;
using Sor.Streaming;

namespace Sor.Tests.Streaming;

public sealed class ClientSettingsTests
{
    /// <summary>To the client a patience of 0 is one without end, and a number that does not fit is refused.</summary>
    [Theory]
    [InlineData("0s", 1_000)]
    [InlineData("1ns", 1_000)]
    [InlineData("60s", 60_000)]
    [InlineData("365d", int.MaxValue)]
    public void Every_patience_ends(string wait, int milliseconds)
    {
        var config = new ProducerConfig();

        ClientSettings.ForPublishing(config, Values.Wait(wait));

        config.MessageTimeoutMs.ShouldBe(milliseconds);
        using var producer = new ProducerBuilder<Null, byte[]>(config).SetLogHandler((_, _) => { }).Build();
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(null, 20_000, 20_000)]
    [InlineData(5_000, 20_000, 5_000)]
    [InlineData(50_000, 20_000, 20_000)]
    public void A_batch_is_no_larger_than_the_topic_takes_and_the_user_wants(int? asked, int? limit, int? expected)
    {
        var config = new ProducerConfig { BatchSize = asked };

        ClientSettings.ForPublishing(config, TimeSpan.FromSeconds(1), limit);

        config.BatchSize.ShouldBe(expected);
    }

    [Fact]
    public void The_newer_group_protocol_gets_none_of_the_settings_that_it_refuses()
    {
        var config = new ConsumerConfig { BootstrapServers = "127.0.0.1:9", GroupProtocol = GroupProtocol.Consumer };

        ClientSettings.ForMembership(config, "desk");

        // The client refuses them when it is made.
        using var member = new ConsumerBuilder<Ignore, byte[]>(config).SetLogHandler((_, _) => { }).Build();
    }
}
