using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Sor.ServiceDefaults;

namespace Sor.Tests.ServiceDefaults;

public class KafkaClientsTests
{
    private const string Producer = "Aspire:Confluent:Kafka:Producer";
    private const string Consumer = "Aspire:Confluent:Kafka:Consumer";

    [Fact]
    public void Settings_come_from_the_section_then_the_named_section_then_the_caller()
    {
        var builder = Configured(
            ($"{Producer}:Config:LingerMs", "1"), ($"{Producer}:Config:BatchSize", "2"), ($"{Producer}:Config:SecurityProtocol", "SaslSsl"),
            ($"{Producer}:kafka:Config:BatchSize", "3"), ($"{Producer}:kafka:Config:MessageMaxBytes", "4"));

        var config = builder.AddStreamProducer<Null, byte[]>(settings => settings.MessageMaxBytes = 5);

        config.LingerMs.ShouldBe(1);
        config.BatchSize.ShouldBe(3);
        config.MessageMaxBytes.ShouldBe(5);
        config.SecurityProtocol.ShouldBe(SecurityProtocol.SaslSsl);
        config.StatisticsIntervalMs.ShouldBeNull();
    }

    [Theory]
    [InlineData("config", null, null, null, "config")]
    [InlineData("config", "section", null, null, "section")]
    [InlineData("config", "section", "named", null, "named")]
    [InlineData("config", "section", "named", "strings", "strings")]
    [InlineData(null, null, null, "strings", "strings")]
    [InlineData(null, null, null, null, null)]
    public void The_address_is_the_connection_string_wherever_there_is_one(
        string? config,
        string? section,
        string? named,
        string? strings,
        string? expected)
    {
        var builder = Configured(
            ($"{Consumer}:Config:BootstrapServers", config), ($"{Consumer}:ConnectionString", section),
            ($"{Consumer}:kafka:ConnectionString", named), ("ConnectionStrings:kafka", strings));

        builder.AddStreamConsumer<Ignore, byte[]>(_ => { }).BootstrapServers.ShouldBe(expected);
    }

    [Fact]
    public void An_address_on_the_command_line_goes_over_every_configuration()
    {
        var builder = KafkaClients.CreateBuilder("here:9092", NullLoggerFactory.Instance);
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, Memory(("ConnectionStrings:kafka", "there:9092")));

        builder.AddStreamProducer<Null, byte[]>(_ => { }).BootstrapServers.ShouldBe("here:9092");
    }

    [Fact]
    public void A_client_without_an_address_or_a_group_says_so_when_it_is_asked_for()
    {
        var builder = Configured(($"{Consumer}:Config:BootstrapServers", "localhost:1"));
        builder.AddStreamProducer<Null, byte[]>(_ => { });
        builder.AddStreamConsumer<Ignore, byte[]>(_ => { });
        using var services = builder.Services.BuildServiceProvider();

        Should
            .Throw<InvalidOperationException>(services.GetRequiredService<IProducer<Null, byte[]>>)
            .Message.ShouldBe("No bootstrap servers configured.");
        Should
            .Throw<InvalidOperationException>(services.GetRequiredService<IConsumer<Ignore, byte[]>>)
            .Message.ShouldBe("No group id configured.");
    }

    [Fact]
    public void Clients_are_built_with_the_callers_handlers()
    {
        var builder = KafkaClients.CreateBuilder("127.0.0.1:1", NullLoggerFactory.Instance);
        var built = new List<string>();
        builder.AddStreamProducer<Null, byte[]>(_ => { }, client => built.Add(client.GetType().Name));
        builder.AddStreamConsumer<Ignore, byte[]>(
            settings => settings.GroupId = "sor",
            client => client.SetValueDeserializer(Deserializers.ByteArray));
        using var services = builder.Services.BuildServiceProvider();

        services.GetRequiredService<IProducer<Null, byte[]>>().Name.ShouldContain("producer");
        services.GetRequiredService<IConsumer<Ignore, byte[]>>().Name.ShouldContain("consumer");
        built.Count.ShouldBe(1);
    }

    [Fact]
    public void A_setting_that_cannot_be_understood_is_an_error_that_names_it()
    {
        var builder = Configured(($"{Producer}:Config:Acks", "most"));

        Should.Throw<InvalidOperationException>(() => builder.AddStreamProducer<Null, byte[]>(_ => { })).Message.ShouldContain("Acks");
    }

    private static HostApplicationBuilder Configured(params (string Key, string? Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        ((IConfigurationBuilder)builder.Configuration).Add(Memory(settings));
        return builder;
    }

    private static Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource Memory(
        params (string Key, string? Value)[] settings
    ) =>
        new()
        {
            InitialData = settings
                .Where(setting => setting.Value is not null)
                .Select(setting => KeyValuePair.Create(setting.Key, setting.Value)),
        };
}
