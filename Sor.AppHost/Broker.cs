using Microsoft.Extensions.Configuration;

namespace Sor.AppHost;

/// <summary>The resource <c>kafka</c>: a container, or a broker that is there already.</summary>
internal static class Broker
{
    /// <summary>The resource's and the connection string's name.</summary>
    public const string Name = "kafka";

    /// <summary>The argument that asks for a broker that is there already.</summary>
    public const string NoDocker = "--no-docker";

    /// <summary>The official image, the one that the tests run against. The integration's own default is another vendor's.</summary>
    public const string Image = "docker.io/apache/kafka:4.3.1";

    /// <summary>
    /// Adds the broker. A connection string <c>ConnectionStrings:kafka</c> names one that is there; <see cref="NoDocker"/> without it means the usual port of this
    /// machine. Else a container: <c>SOR_KAFKA_IMAGE</c> names another image, <c>Kafka:Port</c> a fixed port, <c>Kafka:Persistent=true</c> keeps it, with its topics, when the application ends.
    /// </summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddBroker(this IDistributedApplicationBuilder builder, string[] args)
    {
        if (args.Contains(NoDocker) && !Named(builder)) builder.Configuration[$"ConnectionStrings:{Name}"] = "localhost:9092";
        if (Named(builder)) return builder.AddConnectionString(Name);

        var persistent = builder.Configuration.GetValue<bool>("Kafka:Persistent");
        var port = builder.Configuration.GetValue<int?>("Kafka:Port");
        var kafka = builder.AddKafka(Name, port ?? (persistent ? 9092 : null))
            .WithImageRegistry(null)
            .WithImage(builder.Configuration["SOR_KAFKA_IMAGE"] is { Length: > 0 } image ? image : Image)
            .WithEnvironment(Complete);
        // The container outlives the proxy, so its own port has to be the one it tells its clients.
        if (persistent) kafka.WithLifetime(ContainerLifetime.Persistent).WithEndpoint(kafka.Resource.PrimaryEndpoint.EndpointName, endpoint => endpoint.IsProxied = false);
        return kafka;
    }

    private static bool Named(IDistributedApplicationBuilder builder) => !string.IsNullOrEmpty(builder.Configuration.GetConnectionString(Name));

    /// <summary>
    /// The integration sets the listeners and leaves the rest to its own image's defaults; the official image wants all or nothing. One node, broker and controller, so one
    /// replica of everything.
    /// </summary>
    private static void Complete(EnvironmentCallbackContext context)
    {
        var environment = context.EnvironmentVariables;
        environment["KAFKA_NODE_ID"] = "1";
        environment["KAFKA_PROCESS_ROLES"] = "broker,controller";
        environment["KAFKA_CONTROLLER_LISTENER_NAMES"] = "CONTROLLER";
        environment["KAFKA_CONTROLLER_QUORUM_VOTERS"] = "1@localhost:29093";
        environment["KAFKA_INTER_BROKER_LISTENER_NAME"] = "PLAINTEXT";
        environment["KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR"] = "1";
        environment["KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR"] = "1";
        environment["KAFKA_TRANSACTION_STATE_LOG_MIN_ISR"] = "1";
        environment["KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS"] = "0";
    }
}
