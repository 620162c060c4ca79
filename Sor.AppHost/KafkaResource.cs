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
    /// Where the container finds the settings of its log. They are those of the deployed machine: warnings and errors only, where Kafka's
    /// own would write two thousand lines at each start.
    /// </summary>
    public const string LogSettings = "/opt/kafka/log4j2.yaml";

    /// <inheritdoc/>
    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"{OnThisMachine.Property(EndpointProperty.HostAndPort)}");

    /// <summary>
    /// The endpoint as this machine sees it, also when it is written into the container's environment: the broker must advertise the port
    /// that is open on this machine.
    /// </summary>
    private EndpointReference OnThisMachine => new(this, HostEndpoint, KnownNetworkIdentifiers.LocalhostNetwork);

    /// <summary>Sets all of the broker's settings: the image uses its own only where no variable is set at all.</summary>
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
        // Comes after the image's own setting of the same property, and the later of two counts.
        environment["KAFKA_OPTS"] = $"-Dlog4j2.configurationFile={LogSettings}";
    }
}
