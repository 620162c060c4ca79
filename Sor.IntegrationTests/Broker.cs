using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Sor.IntegrationTests;
using Sor.Streaming;
using Testcontainers.Kafka;

[assembly: AssemblyFixture(typeof(Broker))]

namespace Sor.IntegrationTests;

/// <summary>
/// One real Apache Kafka in a container for all tests, started when the first asks for it. <c>SOR_KAFKA_IMAGE</c> names another image.
/// Without Docker a test is skipped with the reason, or fails where <c>SOR_REQUIRE_DOCKER</c> is set.
/// </summary>
public sealed class Broker : IAsyncLifetime
{
    private readonly SemaphoreSlim starting = new(1);
    private KafkaContainer? container;
    private Exception? failure;

    /// <summary>The image used.</summary>
    public static string Image => KafkaImage.Chosen;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => container?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>The broker's address; skips the test where there is no Docker.</summary>
    public async Task<string> BootstrapAsync()
    {
        await starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (container is null && failure is null) container = await StartAsync(New().Build());
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            failure = e;
        }
        finally
        {
            starting.Release();
        }

        SkipOrFail(failure);
        return AddressOf(container!);
    }

    /// <summary>Starts a broker of a test's own, on a port that survives a restart.</summary>
    public static async Task<(KafkaContainer Container, string Bootstrap)> OwnAsync(
        IReadOnlyDictionary<string, string>? settings = null,
        ClientConfig? client = null)
    {
        try
        {
            var builder = New().WithPortBinding(FreePort(), KafkaBuilder.KafkaPort);
            foreach (var (name, value) in settings ?? new Dictionary<string, string>()) builder = builder.WithEnvironment(name, value);
            var container = await StartAsync(builder.Build(), client);
            return (container, AddressOf(container));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            SkipOrFail(e);
            throw;
        }
    }

    /// <summary>Makes a topic.</summary>
    public static async Task CreateTopicAsync(string bootstrap, string name, int partitions, params (string Name, string Value)[] settings)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).Build();
        await admin.CreateTopicsAsync([
            new TopicSpecification
            {
                Name = name,
                NumPartitions = partitions,
                Configs = settings.ToDictionary(pair => pair.Name, pair => pair.Value),
            },
        ]);
        // The broker answers before it shows the topic to everybody.
        for (var i = 0; i < 100 && Topic.PartitionsOf(admin, name, bootstrap, TimeSpan.FromSeconds(5), default) == 0; i++)
            await Task.Delay(50);
    }

    // A broker that lives for minutes does not earn what Java's second compiler costs it.
    private static KafkaBuilder New() => new KafkaBuilder(Image).WithEnvironment("KAFKA_OPTS", "-XX:TieredStopAtLevel=1");

    private static int FreePort()
    {
        using var probe = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        probe.Start();
        return ((System.Net.IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static async Task<KafkaContainer> StartAsync(KafkaContainer container, ClientConfig? client = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        await container.StartAsync(limit.Token);
        using var admin = new AdminClientBuilder(
            new AdminClientConfig(client ?? new()) { BootstrapServers = AddressOf(container) }
        ).Build();
        admin.GetMetadata(TimeSpan.FromSeconds(30)).Brokers.Count.ShouldBe(1);
        return container;
    }

    private static string AddressOf(KafkaContainer container) =>
        container.GetBootstrapAddress().Replace("PLAINTEXT://", "", StringComparison.OrdinalIgnoreCase).TrimEnd('/');

    private static void SkipOrFail(Exception? failure)
    {
        if (failure is null) return;
        if (Environment.GetEnvironmentVariable("SOR_REQUIRE_DOCKER") is { Length: > 0 })
            throw new InvalidOperationException($"no broker: {failure.Message}", failure);
        Assert.Skip($"no Kafka in Docker on this machine ({Image}): {failure.Message}");
    }
}
