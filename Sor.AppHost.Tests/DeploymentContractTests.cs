using Aspire.Hosting.ApplicationModel;

namespace Sor.AppHost.Tests;

/// <summary>
/// What runs here and what runs on a deployed machine are the same processes around the same broker: names, version, port and topic.
/// </summary>
public class DeploymentContractTests
{
    private static readonly string Deploy = Path.Combine(Path.GetFullPath("..", Projects.Sor_AppHost.ProjectPath), "deploy");

    [Theory]
    [InlineData("producer", "sor-producer@.service")]
    [InlineData("backtester", "sor-backtester@.service")]
    public async Task A_process_is_the_same_program_given_the_run_and_no_other_topic_than_its_own(string resource, string unit)
    {
        await using var model = await Model.CreateAsync();
        var start = Lines(unit).Single(line => line.StartsWith("ExecStart=", StringComparison.Ordinal));
        var arguments = await model.ArgumentsAsync(resource);

        start.ShouldContain($"/{Path.GetFileNameWithoutExtension(((ProjectResource)model[resource]).GetProjectMetadata().ProjectPath)} ");
        start.ShouldContain(" --run ");
        arguments.ShouldContain("--run");
        start.ShouldNotContain("--topic");
        arguments.ShouldNotContain("--topic");
    }

    [Fact]
    public async Task The_broker_is_the_same_version_on_the_same_port()
    {
        await using var model = await Model.CreateAsync();
        await using var there = await Model.CreateAsync(["--no-docker"]);
        model["kafka"].TryGetContainerImageName(out var image).ShouldBeTrue();
        var version = image!.Split(':')[^1];

        File.ReadAllText(Path.Combine(Deploy, "bootstrap.sh")).ShouldContain($"/kafka/{version}/kafka_2.13-{version}.tgz");
        var port = model["kafka"].Annotations.OfType<EndpointAnnotation>().Single(endpoint => endpoint.Name == "tcp").TargetPort;
        Properties()["listeners"].ShouldContain($"PLAINTEXT://127.0.0.1:{port},");
        foreach (var unit in new[] { "sor-producer@.service", "sor-backtester@.service" })
            Lines(unit).ShouldContain(line => line.Contains($"--bootstrap 127.0.0.1:{port} "), unit);
        (await ((IResourceWithConnectionString)there["kafka"]).GetConnectionStringAsync(TestContext.Current.CancellationToken)).ShouldBe(
            $"localhost:{port}");
    }

    [Fact]
    public async Task The_broker_is_one_node_with_the_same_settings()
    {
        await using var model = await Model.CreateAsync();
        var deployed = Properties();
        var here = (await model.EnvironmentAsync("kafka"))
            .ToDictionary(pair => pair.Key["KAFKA_".Length..].ToLowerInvariant().Replace('_', '.'), pair => pair.Value.ToString());

        var shared = here
            .Keys.Intersect(deployed.Keys)
            .Except(["listeners", "advertised.listeners", "listener.security.protocol.map", "controller.quorum.voters"])
            .Order()
            .ToList();
        shared.ShouldBe(
        [
            "controller.listener.names", "group.initial.rebalance.delay.ms", "node.id", "offsets.topic.replication.factor", "process.roles",
            "transaction.state.log.min.isr", "transaction.state.log.replication.factor",
        ]);
        foreach (var name in shared) here[name].ShouldBe(deployed[name], name);
    }

    private static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Deploy, file));

    private static Dictionary<string, string> Properties() =>
        Lines("server.properties")
            .Where(line => line.Contains('=') && !line.StartsWith('#'))
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
}
