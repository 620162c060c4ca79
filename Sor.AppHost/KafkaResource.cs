namespace Sor.AppHost;

/// <summary>Apache Kafka in a container: one node, broker and controller in one, so one replica of everything.</summary>
internal sealed class KafkaResource(string name) : ContainerResource(name), IResourceWithConnectionString
{
    /// <summary>The endpoint for processes of this machine.</summary>
    public const string HostEndpoint = "tcp";

    /// <summary>Where the container listens for processes of this machine, and the usual port of a broker.</summary>
    public const int HostPort = 9092;

    /// <summary>Where the container listens for other containers.</summary>
    public const int ContainerPort = 9093;

    /// <summary>
    /// Where the container finds the settings of its log, those of the deployed machine: warnings and worse, not two thousand lines about a
    /// start.
    /// </summary>
    public const string LogSettings = "/opt/kafka/log4j2.yaml";

    /// <inheritdoc/>
    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"{OnThisMachine.Property(EndpointProperty.HostAndPort)}");

    /// <summary>
    /// As seen from this machine, even where the container's own environment is made: the broker has to tell its clients the port out here.
    /// </summary>
    private EndpointReference OnThisMachine => new(this, HostEndpoint, KnownNetworkIdentifiers.LocalhostNetwork);

    /// <summary>The broker's settings. The image falls back on its own ones only where no variable is set at all.</summary>
    public void Configure(EnvironmentCallbackContext context)
    {
        var environment = context.EnvironmentVariables;
        environment["KAFKA_NODE_ID"] = "1";
        environment["KAFKA_PROCESS_ROLES"] = "broker,controller";
        environment["KAFKA_LISTENERS"] =
            $"CONTROLLER://localhost:29093,PLAINTEXT://localhost:29092,CONTAINERS://0.0.0.0:{ContainerPort},HOST://0.0.0.0:{HostPort}";
        environment["KAFKA_ADVERTISED_LISTENERS"] = ReferenceExpression.Create(
            $"PLAINTEXT://localhost:29092,CONTAINERS://{Name}:{ContainerPort.ToString()},HOST://{OnThisMachine.Property(EndpointProperty.HostAndPort)}"
        );
        environment["KAFKA_LISTENER_SECURITY_PROTOCOL_MAP"] =
            "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,CONTAINERS:PLAINTEXT,HOST:PLAINTEXT";
        environment["KAFKA_CONTROLLER_LISTENER_NAMES"] = "CONTROLLER";
        environment["KAFKA_CONTROLLER_QUORUM_VOTERS"] = "1@localhost:29093";
        environment["KAFKA_INTER_BROKER_LISTENER_NAME"] = "PLAINTEXT";
        environment["KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR"] = "1";
        environment["KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR"] = "1";
        environment["KAFKA_TRANSACTION_STATE_LOG_MIN_ISR"] = "1";
        environment["KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS"] = "0";
        // Beside the image's own: of two the later counts.
        environment["KAFKA_OPTS"] = $"-Dlog4j2.configurationFile={LogSettings}";
    }
}
