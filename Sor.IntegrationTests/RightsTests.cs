using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Testcontainers.Kafka;

namespace Sor.IntegrationTests;

/// <summary>A broker that allows each user some things only: what is not allowed is named before any work is done.</summary>
[RunsPrograms]
public sealed class RightsTests : IAsyncLifetime
{
    private readonly MarketFile market = MarketFile.Made(2_000, 1);
    private KafkaContainer? container;
    private string bootstrap = "";

    public async ValueTask InitializeAsync()
    {
        var users = string.Join(' ', new[] { "admin", "writer", "member", "loner" }.Select(user => $"user_{user}=\"{user}\""));
        (container, bootstrap) = await Broker.OwnAsync(
            new Dictionary<string, string>
            {
                ["KAFKA_LISTENER_SECURITY_PROTOCOL_MAP"] = "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT,PLAINTEXT:SASL_PLAINTEXT",
                ["KAFKA_SASL_ENABLED_MECHANISMS"] = "PLAIN",
                ["KAFKA_LISTENER_NAME_PLAINTEXT_PLAIN_SASL_JAAS_CONFIG"] =
                    $"org.apache.kafka.common.security.plain.PlainLoginModule required {users};",
                ["KAFKA_AUTHORIZER_CLASS_NAME"] = "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                ["KAFKA_SUPER_USERS"] = "User:ANONYMOUS;User:admin",
            },
            Client("admin"));
        using var admin = new AdminClientBuilder(new AdminClientConfig(Client("admin")) { BootstrapServers = bootstrap }).Build();
        string[] topics = ["stream", "foreign", "results"];
        await admin.CreateTopicsAsync(topics.Select(topic => new TopicSpecification { Name = topic, NumPartitions = 1 }));
        await admin.CreateAclsAsync(
        [
            Allowed("writer", ResourceType.Topic, "stream", AclOperation.Write),
            Allowed("writer", ResourceType.Topic, "foreign", AclOperation.Write),
            Allowed("member", ResourceType.Topic, "stream", AclOperation.Read),
            Allowed("member", ResourceType.Group, "desk", AclOperation.Read),
            Allowed("member", ResourceType.Topic, "results", AclOperation.Write),
            Allowed("loner", ResourceType.Topic, "stream", AclOperation.Read),
            Allowed("loner", ResourceType.Topic, "results", AclOperation.Write),
            Allowed("loner", ResourceType.Topic, "results", AclOperation.Read),
        ]);
    }

    public async ValueTask DisposeAsync()
    {
        if (container is not null) await container.DisposeAsync();
        market.Dispose();
    }

    [Fact]
    public async Task What_a_user_may_not_do_is_named_before_any_work()
    {
        // Who may only write can publish; to look for a run of that id it would have to read.
        await Produce("writer").SucceedAsync();
        (await Produce("writer", "--run", "named").ExplainedAsync()).ShouldBe(Refused("stream", "read"));
        (await Produce("member").ExplainedAsync()).ShouldBe(Refused("stream", "write"));

        var config = new ProducerConfig(Client("writer")) { BootstrapServers = bootstrap };
        using (var producer = new ProducerBuilder<Null, byte[]>(config).Build())
            await producer.ProduceAsync("foreign", new() { Value = Encoding.UTF8.GetBytes("{}") }, TestContext.Current.CancellationToken);
        (await Backtest("writer", "--topic", "foreign", "--until-end").ExplainedAsync()).ShouldBe(Refused("foreign", "read"));

        (await Backtest("member", "--topic", "stream", "--group", "desk", "--results", "results").ExplainedAsync())
            .ShouldBe(Refused("results", "read"));
        var loner = await Backtest("loner", "--topic", "stream", "--group", "desk", "--results", "results").ExplainedAsync();
        (loner.Code, loner.Error).ShouldBe(
            (1, "group desk cannot be joined: this user has no right to read it; the broker's administrator grants read on a group"));
    }

    private static SorProcess.Ending Refused(string topic, string right) =>
        new(1, "", $"topic {topic}: this user has no right to {right} it; the broker's administrator grants {right} on a topic");

    private static AclBinding Allowed(string user, ResourceType type, string name, AclOperation operation) => new()
    {
        Pattern = new() { Type = type, Name = name, ResourcePatternType = ResourcePatternType.Literal },
        Entry = new() { Principal = $"User:{user}", Host = "*", Operation = operation, PermissionType = AclPermissionType.Allow },
    };

    private static ClientConfig Client(string user) =>
        new()
        {
            SecurityProtocol = SecurityProtocol.SaslPlaintext,
            SaslMechanism = SaslMechanism.Plain,
            SaslUsername = user,
            SaslPassword = user,
        };

    private SorProcess Produce(string user, params string[] more) => SorProcess.Produce(
        [market.Path, "--bootstrap", bootstrap, "--topic", "stream", "--speed", "max", "--wait", "10s", "--kafka-config",
            FileOf(user), .. more]);

    private SorProcess Backtest(string user, params string[] more) => SorProcess.Backtest(
        ["--bootstrap", bootstrap, .. market.Order, "--wait", "10s", "--kafka-config", FileOf(user), "--out", market.In("out"),
            .. more]);

    private string FileOf(string user)
    {
        var file = market.In($"{user}.properties");
        File.WriteAllLines(
            file, ["security.protocol=SASL_PLAINTEXT", "sasl.mechanism=PLAIN", $"sasl.username={user}", $"sasl.password={user}"]);
        return file;
    }
}
