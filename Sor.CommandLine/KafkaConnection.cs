using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sor.ServiceDefaults;
using Sor.Streaming;
using Sor.Streaming.Group;
using Sor.Streaming.Wire;

namespace Sor.CommandLine;

/// <summary>Makes Kafka clients to the brokers that the command line, or the configuration, names.</summary>
/// <param name="bootstrap">Brokers; <c>null</c> for the configuration's.</param>
/// <param name="configFile">More settings; <c>null</c> for none.</param>
/// <param name="telemetry">Where clients log.</param>
public sealed class KafkaConnection(string? bootstrap, string? configFile, Telemetry telemetry)
{
    private readonly IReadOnlyList<KeyValuePair<string, string>> more = configFile is null ? [] : KafkaConfigFile.Read(configFile);

    /// <summary>Whether the environment names brokers.</summary>
    public static bool HasConnectionString =>
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable($"ConnectionStrings__{KafkaClients.ConnectionName}"));

    /// <summary>A client that reads partitions of its own choice.</summary>
    public KafkaClient<IConsumer<Ignore, Payload>> Consumer() =>
        Make<IConsumer<Ignore, Payload>>(builder =>
            builder.AddStreamConsumer<Ignore, Payload>(
                config => Set(config, ClientSettings.ForReplay),
                consumer => consumer.SetValueDeserializer(new Payload()).SetErrorHandler(BrokerRefusal.Show)));

    /// <summary>A client that takes part in a group.</summary>
    public KafkaClient<IConsumer<Ignore, Payload>> Member(string group, GroupMember member) => Make<IConsumer<Ignore, Payload>>(builder =>
            builder.AddStreamConsumer<Ignore, Payload>(
                config => Set(config, c => ClientSettings.ForMembership(c, group)),
                consumer => member.Configure(consumer.SetErrorHandler(BrokerRefusal.Show))));

    /// <summary>A client that writes.</summary>
    /// <param name="wait">How long the broker may stay away.</param>
    /// <param name="batchBytes">The largest batch that the topic takes; <c>null</c> while that is not known.</param>
    public KafkaClient<IProducer<Null, byte[]>> Producer(TimeSpan wait, int? batchBytes = null) => Make<IProducer<Null, byte[]>>(builder =>
        builder.AddStreamProducer<Null, byte[]>(
            config => Set(config, c => ClientSettings.ForPublishing(c, wait, batchBytes)),
            producer => producer.SetErrorHandler(BrokerRefusal.Show)));

    private void Set<T>(T config, Action<T> ours) where T : ClientConfig
    {
        foreach (var (name, value) in more) config.Set(name, value);
        ours(config);
    }

    private KafkaClient<T> Make<T>(Func<IHostApplicationBuilder, ClientConfig> register) where T : notnull
    {
        var builder = KafkaClients.CreateBuilder(bootstrap, telemetry.Loggers);
        if (register(builder).BootstrapServers is not { Length: > 0 } brokers)
            throw SorException.Usage("name the Kafka brokers: --bootstrap HOST:PORT, or the connection string ConnectionStrings__kafka");

        return new KafkaClient<T>(builder.Services.BuildServiceProvider(), brokers);
    }
}
