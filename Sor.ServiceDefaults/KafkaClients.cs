using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sor.ServiceDefaults;

/// <summary>
/// Registers Kafka clients. Their settings come, the later over the earlier, from the section <c>Aspire:Confluent:Kafka:Producer</c> (or
/// <c>:Consumer</c>), its subsection <c>kafka</c>, the caller, and for the address the connection string <c>ConnectionStrings:kafka</c>. A
/// section has <c>ConnectionString</c> and <c>Config</c>; the latter takes the properties of <see cref="Confluent.Kafka.ProducerConfig"/>
/// or <see cref="Confluent.Kafka.ConsumerConfig"/>. As environment variables: <c>ConnectionStrings__kafka=localhost:9092</c>,
/// <c>Aspire__Confluent__Kafka__Consumer__Config__SecurityProtocol=SaslSsl</c>.
/// </summary>
/// <remarks>
/// One of two files completes this class: with Aspire.Confluent.Kafka it registers the clients, without it this project does, to the same
/// effect. Tracing, metrics and health checks per message and client are off in both: Sor traces runs and batches.
/// </remarks>
public static partial class KafkaClients
{
    /// <summary>The connection's name: <c>ConnectionStrings:kafka</c>, and Aspire's resource.</summary>
    public const string ConnectionName = "kafka";

    /// <summary>
    /// Begins an application to register clients with. It is never started: it has no life of its own, handles no signals and prints
    /// nothing.
    /// </summary>
    /// <param name="bootstrap">Brokers as <c>host:port</c>, separated by commas; over the configuration's. <c>null</c> leaves the
    /// configuration's.</param>
    /// <param name="loggers">Where the clients log.</param>
    public static IHostApplicationBuilder CreateBuilder(string? bootstrap, ILoggerFactory loggers)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder
            .Configuration.AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true, reloadOnChange: false)
            .AddEnvironmentVariables();
        if (bootstrap is not null) builder.Configuration.AddInMemoryCollection([new($"ConnectionStrings:{ConnectionName}", bootstrap)]);
        // Not the container's to dispose: it belongs to the telemetry, which outlives the clients.
        builder.Services.Replace(ServiceDescriptor.Singleton(loggers));
        return builder;
    }
}
