using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sor.ServiceDefaults;

// Compiled where the package is not there: what Aspire.Confluent.Kafka does with the same configuration.
public static partial class KafkaClients
{
    private const string Section = "Aspire:Confluent:Kafka";

    /// <summary>Registers an <see cref="IProducer{TKey, TValue}"/>, connected when it is first asked for.</summary>
    /// <param name="builder">The application; its configuration is read now.</param>
    /// <param name="configure">Changes the settings that the configuration gave.</param>
    /// <param name="build">Sets serializers and handlers; the log handler is taken.</param>
    /// <returns>The settings in effect; no address, <c>BootstrapServers</c>, means that none is configured.</returns>
    public static ProducerConfig AddStreamProducer<TKey, TValue>(
        this IHostApplicationBuilder builder, Action<ProducerConfig> configure, Action<ProducerBuilder<TKey, TValue>>? build = null)
    {
        var config = new ProducerConfig();
        var (section, named) = Sections(builder, "Producer");
        section.Bind(config);
        named.Bind(config);
        configure(config);
        config.BootstrapServers = ConnectionString(builder, "Producer") ?? config.BootstrapServers;
        builder.Services.AddSingleton(services =>
        {
            if (string.IsNullOrEmpty(config.BootstrapServers)) throw new InvalidOperationException("No bootstrap servers configured.");
            var client = new ProducerBuilder<TKey, TValue>(config);
            build?.Invoke(client);
            var logger = Logger(services);
            return client.SetLogHandler((_, message) => Log(logger, message)).Build();
        });
        return config;
    }

    /// <summary>Registers an <see cref="IConsumer{TKey, TValue}"/>, connected when it is first asked for.</summary>
    /// <param name="builder">The application; its configuration is read now.</param>
    /// <param name="configure">Changes the settings that the configuration gave.</param>
    /// <param name="build">Sets deserializers and handlers; the log handler is taken.</param>
    /// <returns>The settings in effect; no address, <c>BootstrapServers</c>, means that none is configured.</returns>
    public static ConsumerConfig AddStreamConsumer<TKey, TValue>(
        this IHostApplicationBuilder builder, Action<ConsumerConfig> configure, Action<ConsumerBuilder<TKey, TValue>>? build = null)
    {
        var config = new ConsumerConfig();
        var (section, named) = Sections(builder, "Consumer");
        section.Bind(config);
        named.Bind(config);
        configure(config);
        config.BootstrapServers = ConnectionString(builder, "Consumer") ?? config.BootstrapServers;
        builder.Services.AddSingleton(services =>
        {
            if (config.BootstrapServers is null) throw new InvalidOperationException("No bootstrap servers configured.");
            if (config.GroupId is null) throw new InvalidOperationException("No group id configured.");
            var client = new ConsumerBuilder<TKey, TValue>(config);
            build?.Invoke(client);
            var logger = Logger(services);
            return client.SetLogHandler((_, message) => Log(logger, message)).Build();
        });
        return config;
    }

    private static (IConfigurationSection Section, IConfigurationSection Named) Sections(IHostApplicationBuilder builder, string role)
    {
        var section = builder.Configuration.GetSection($"{Section}:{role}");
        return (section.GetSection("Config"), section.GetSection($"{ConnectionName}:Config"));
    }

    private static string? ConnectionString(IHostApplicationBuilder builder, string role)
    {
        var section = builder.Configuration.GetSection($"{Section}:{role}");
        return builder.Configuration.GetConnectionString(ConnectionName)
            ?? section[$"{ConnectionName}:ConnectionString"]
            ?? section["ConnectionString"];
    }

    private static ILogger Logger(IServiceProvider services) =>
        services.GetRequiredService<ILoggerFactory>().CreateLogger("Aspire.Confluent.Kafka");

    private static void Log(ILogger logger, LogMessage message)
    {
        var level = (LogLevel)message.LevelAs(LogLevelType.MicrosoftExtensionsLogging);
        if (logger.IsEnabled(level))
            logger.Log(
                level,
                message.Facility?.GetHashCode(StringComparison.Ordinal) ?? 0,
                message.Message,
                null,
                static (text, _) => text);
    }
}
