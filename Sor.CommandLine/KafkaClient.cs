using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;

namespace Sor.CommandLine;

/// <summary>A Kafka client together with the services that made it, which are disposed with it.</summary>
public sealed class KafkaClient<T> : IDisposable where T : notnull
{
    private readonly ServiceProvider services;

    internal KafkaClient(ServiceProvider services, string brokers)
    {
        this.services = services;
        Brokers = brokers;
        try
        {
            Value = services.GetRequiredService<T>();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or KafkaException)
        {
            services.Dispose();
            throw SorException.Usage($"the Kafka client does not take its settings: {e.Message}", e);
        }
    }

    /// <summary>The client.</summary>
    public T Value { get; }

    /// <summary>The brokers it was given, <c>host:port</c>, separated by commas.</summary>
    public string Brokers { get; }

    /// <summary>Closes the client.</summary>
    public void Dispose() => services.Dispose();
}
