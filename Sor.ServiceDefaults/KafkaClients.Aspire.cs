using Aspire.Confluent.Kafka;
using Confluent.Kafka;
using Microsoft.Extensions.Hosting;

namespace Sor.ServiceDefaults;

// Compiled where the package Aspire.Confluent.Kafka is there.
public static partial class KafkaClients
{
    /// <summary>Registers an <see cref="IProducer{TKey, TValue}"/>, connected when it is first asked for.</summary>
    /// <param name="builder">The application; its configuration is read now.</param>
    /// <param name="configure">Changes the settings that the configuration gave.</param>
    /// <param name="build">Sets serializers and handlers; the log handler is taken.</param>
    /// <returns>The settings in effect; no address, <c>BootstrapServers</c>, means that none is configured.</returns>
    public static ProducerConfig AddStreamProducer<TKey, TValue>(
        this IHostApplicationBuilder builder, Action<ProducerConfig> configure, Action<ProducerBuilder<TKey, TValue>>? build = null)
    {
        ProducerConfig? config = null;
        void Configure(KafkaProducerSettings settings)
        {
            settings.DisableTracing = true;
            settings.DisableMetrics = true;
            settings.DisableHealthChecks = true;
            config = settings.Config;
            configure(config);
        }

        builder.AddKafkaProducer<TKey, TValue>(ConnectionName, (Action<KafkaProducerSettings>)Configure, build);
        return config!;
    }

    /// <summary>Registers an <see cref="IConsumer{TKey, TValue}"/>, connected when it is first asked for.</summary>
    /// <param name="builder">The application; its configuration is read now.</param>
    /// <param name="configure">Changes the settings that the configuration gave.</param>
    /// <param name="build">Sets deserializers and handlers; the log handler is taken.</param>
    /// <returns>The settings in effect; no address, <c>BootstrapServers</c>, means that none is configured.</returns>
    public static ConsumerConfig AddStreamConsumer<TKey, TValue>(
        this IHostApplicationBuilder builder, Action<ConsumerConfig> configure, Action<ConsumerBuilder<TKey, TValue>>? build = null)
    {
        ConsumerConfig? config = null;
        void Configure(KafkaConsumerSettings settings)
        {
            settings.DisableTracing = true;
            settings.DisableMetrics = true;
            settings.DisableHealthChecks = true;
            config = settings.Config;
            configure(config);
        }

        builder.AddKafkaConsumer<TKey, TValue>(ConnectionName, (Action<KafkaConsumerSettings>)Configure, build);
        return config!;
    }
}
