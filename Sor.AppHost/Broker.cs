using Microsoft.Extensions.Configuration;

namespace Sor.AppHost;

/// <summary>The resource <c>kafka</c>: a container, or a broker that is there already.</summary>
internal static class Broker
{
    /// <summary>The resource's and the connection string's name.</summary>
    public const string Name = "kafka";

    /// <summary>The argument that asks for a broker that is there already.</summary>
    public const string NoDocker = "--no-docker";

    /// <summary>
    /// Adds the broker. A connection string <c>ConnectionStrings:kafka</c> names one that is there; <see cref="NoDocker"/> without it means
    /// the usual port of this machine. Else a container: <c>SOR_KAFKA_IMAGE</c> names another image, <c>Kafka:Port</c> a fixed port,
    /// <c>Kafka:Persistent=true</c> keeps it, with its topics, when the application ends.
    /// </summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddBroker(this IDistributedApplicationBuilder builder, string[] args)
    {
        if (args.Contains(NoDocker) && !Named(builder))
            builder.Configuration[$"ConnectionStrings:{Name}"] = $"localhost:{KafkaResource.HostPort}";
        if (Named(builder)) return builder.AddConnectionString(Name);

        var persistent = builder.Configuration.GetValue<bool>("Kafka:Persistent");
        var port = builder.Configuration.GetValue<int?>("Kafka:Port");
        var kafka = new KafkaResource(Name);
        return builder.AddResource(kafka)
            .WithImage(builder.Configuration[KafkaImage.Variable] is { Length: > 0 } image ? image : KafkaImage.Pinned)
            .WithLifetime(persistent ? ContainerLifetime.Persistent : ContainerLifetime.Session)
            // A container that is kept outlives Aspire's proxy, so it must advertise its own port.
            .WithEndpoint(
                port ?? (persistent ? KafkaResource.HostPort : null),
                KafkaResource.HostPort,
                name: KafkaResource.HostEndpoint,
                isProxied: !persistent)
            .WithBindMount("../deploy/log4j2.yaml", KafkaResource.LogSettings, isReadOnly: true)
            .WithEnvironment(kafka.Configure)
            .WithCertificateTrustScope(CertificateTrustScope.None)
            .WithMetadataCheck();
    }

    /// <summary>Gives a process the broker's address, once the broker answers.</summary>
    public static IResourceBuilder<ProjectResource> WithBroker(
        this IResourceBuilder<ProjectResource> process,
        IResourceBuilder<IResourceWithConnectionString> kafka
    ) => process.WithReference(kafka).WaitFor(kafka).WithoutCertificates();

    private static bool Named(IDistributedApplicationBuilder builder) =>
        !string.IsNullOrEmpty(builder.Configuration.GetConnectionString(Name));
}
