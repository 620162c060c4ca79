extern alias aspire;

using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Sor.Streaming;

using AspireClients = aspire::Sor.ServiceDefaults.KafkaClients;
using DirectClients = Sor.ServiceDefaults.KafkaClients;

namespace Sor.AppHost.Tests;

/// <summary>The clients are the same with Aspire's packages and without.</summary>
public class KafkaClientsParityTests
{
    private const string Producer = "Aspire:Confluent:Kafka:Producer";
    private const string Consumer = "Aspire:Confluent:Kafka:Consumer";

    /// <summary>Configurations as key=value, separated by blanks.</summary>
    public static TheoryData<string> Configurations() =>
    [
        "",
        "ConnectionStrings:kafka=localhost:34567",
        "ConnectionStrings:kafka=",
        $"{Producer}:ConnectionString=section:1 {Consumer}:ConnectionString=section:2",
        $"{Producer}:kafka:ConnectionString=named:1 {Producer}:ConnectionString=section:1 {Consumer}:kafka:ConnectionString=named:2",
        $"ConnectionStrings:kafka=a:1,b:2 {Producer}:kafka:ConnectionString=named:1 {Consumer}:Config:BootstrapServers=config:1",
        $"{Producer}:Config:BootstrapServers=config:1 {Consumer}:kafka:Config:BootstrapServers=config:2",
            $"{Producer}:Config:SecurityProtocol=SaslSsl {Producer}:Config:SaslMechanism=ScramSha512 {Producer}:Config:SaslUsername=u {Producer}:kafka:Config:SaslPassword=p",
        $"{Consumer}:Config:SecurityProtocol=saslssl {Consumer}:Config:SaslMechanism=Plain {Consumer}:kafka:Config:SaslUsername=v",
            $"{Producer}:Config:LingerMs=50 {Producer}:Config:BatchSize=100 {Producer}:kafka:Config:LingerMs=7.5 {Producer}:Config:CompressionType=Zstd {Producer}:Config:Acks=Leader",
        $"{Producer}:Config:TransactionalId=t {Producer}:Config:EnableIdempotence=false {Producer}:Config:DeliveryReportFields=all",
            $"{Consumer}:Config:GroupId=g {Consumer}:kafka:Config:AutoOffsetReset=Earliest {Consumer}:Config:EnableAutoCommit=true {Consumer}:Config:QueuedMaxMessagesKbytes=1024",
            $"{Producer}:DisableMetrics=false {Producer}:DisableHealthChecks=false {Producer}:DisableTracing=false {Consumer}:DisableMetrics=false {Producer}:Config:StatisticsIntervalMs=5000",
    ];

    [Theory]
    [MemberData(nameof(Configurations))]
    public void The_settings_in_effect_are_equal(string configuration)
    {
        foreach (var streaming in new[] { false, true })
        {
            Action<ProducerConfig> produce = streaming
                ? config => ClientSettings.ForPublishing(config, TimeSpan.FromSeconds(60))
                : _ => { };
            Action<ConsumerConfig> consume = streaming ? ClientSettings.ForReplay : _ => { };

            Lines(AspireClients.AddStreamProducer<Null, byte[]>(Application(configuration), produce))
                .ShouldBe(Lines(DirectClients.AddStreamProducer<Null, byte[]>(Application(configuration), produce)));
            Lines(AspireClients.AddStreamConsumer<Ignore, byte[]>(Application(configuration), consume))
                .ShouldBe(Lines(DirectClients.AddStreamConsumer<Ignore, byte[]>(Application(configuration), consume)));
        }
    }

    [Theory]
    [InlineData("localhost:9092")]
    [InlineData(null)]
    public void An_address_on_the_command_line_is_equal(string? bootstrap)
    {
        var aspire = AspireClients.AddStreamProducer<Null, byte[]>(
            AspireClients.CreateBuilder(bootstrap, NullLoggerFactory.Instance),
            _ => { }
        );
        var direct = DirectClients.AddStreamProducer<Null, byte[]>(
            DirectClients.CreateBuilder(bootstrap, NullLoggerFactory.Instance),
            _ => { }
        );

        Lines(aspire).ShouldBe(Lines(direct));
        aspire.BootstrapServers.ShouldBe(bootstrap);
    }

    [Fact]
    public void A_setting_that_cannot_be_understood_is_the_same_error()
    {
        const string configuration = $"{Producer}:Config:Acks=most";

        var aspire = Should.Throw<InvalidOperationException>(() =>
            AspireClients.AddStreamProducer<Null, byte[]>(Application(configuration), _ => { }));
        var direct = Should.Throw<InvalidOperationException>(() =>
            DirectClients.AddStreamProducer<Null, byte[]>(Application(configuration), _ => { }));
        aspire.Message.ShouldContain("Acks");
        direct.Message.ShouldContain("Acks");
    }

    private static HostApplicationBuilder Application(string configuration)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
            configuration
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split('=', 2))
                .Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])));
        return builder;
    }

    private static string[] Lines(Config config) =>
        [.. config.Select(setting => $"{setting.Key}={setting.Value}").Order(StringComparer.Ordinal)];
}
