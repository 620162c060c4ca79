using Aspire.Hosting.ApplicationModel;

namespace Sor.AppHost.Tests;

public class ApplicationModelTests
{
    private static readonly string Solution = Path.GetFullPath("..", Projects.Sor_AppHost.ProjectPath);

    [Fact]
    public async Task The_application_is_a_broker_a_producer_and_a_backtester()
    {
        await using var model = await Model.CreateAsync();

        model
            .Resources.Where(resource => resource is not ParameterResource)
            .Select(resource => resource.Name)
            .ShouldBe(["kafka", "producer", "backtester"]);
        Path.GetFileName(((ProjectResource)model["producer"]).GetProjectMetadata().ProjectPath).ShouldBe("Sor.Producer.csproj");
        Path.GetFileName(((ProjectResource)model["backtester"]).GetProjectMetadata().ProjectPath).ShouldBe("Sor.Backtester.csproj");
    }

    [Fact]
    public async Task The_producer_streams_the_sample_as_fast_as_possible_under_the_run_that_the_backtester_awaits()
    {
        await using var model = await Model.CreateAsync();

        var run = await ValueAsync(model, "run");
        run.ShouldStartWith("aspire-");
        (await model.ArgumentsAsync("producer")).ShouldBe([
            Path.Combine(Solution, "samples", "sample.mbp-1.csv.zst"),
            "--run",
            run,
            "--resume",
            "--speed",
            "max",
        ]);
        (await model.ArgumentsAsync("backtester")).ShouldBe([
            "backtest",
            "--run",
            run,
            "--quantity",
            "5000",
            "--schedule",
            "twap",
            "--out",
            Path.Combine(Solution, "out", "aspire"),
        ]);
    }

    [Fact]
    public async Task Every_setting_reaches_the_command_lines()
    {
        await using var model = await Model.CreateAsync(
            null,
            ("Parameters:run", "mine"), ("Parameters:data", "one.csv; /data/two.dbn.zst"), ("Parameters:speed", "60"),
            ("Parameters:quantity", "100"), ("Parameters:schedule", "pov:0.1"), ("Parameters:output", "/results"));

        (await model.ArgumentsAsync("producer")).ShouldBe([
            Path.Combine(Solution, "one.csv"),
            Path.GetFullPath("/data/two.dbn.zst"),
            "--run",
            "mine",
            "--resume",
            "--speed",
            "60",
        ]);
        (await model.ArgumentsAsync("backtester")).ShouldBe([
            "backtest",
            "--run",
            "mine",
            "--quantity",
            "100",
            "--schedule",
            "pov:0.1",
            "--out",
            Path.GetFullPath("/results"),
        ]);
    }

    [Fact]
    public async Task Many_backtesters_share_the_runs_partitions_and_one_more_process_merges_what_they_find()
    {
        await using var model = await Model.CreateAsync(
            null,
            ("Replicas", "3"),
            ("Parameters:run", "mine"),
            ("Parameters:output", "/results"));

        string[] members = ["backtester-1", "backtester-2", "backtester-3"];
        model
            .Resources.Where(resource => resource is not ParameterResource)
            .Select(resource => resource.Name)
            .ShouldBe(["kafka", "producer", .. members, "collect"]);
        string[] order = ["--run", "mine", "--quantity", "5000", "--schedule", "twap"];
        string[] topic = ["--topic", "mock_l1_stream_3"];
        (await model.ArgumentsAsync("producer"))[^4..].ShouldBe([.. topic, "--partitions", "3"]);
        foreach (var member in members) (await model.ArgumentsAsync(member)).ShouldBe(["backtest", .. order, .. topic, "--group", "mine"]);
        (await model.ArgumentsAsync("collect")).ShouldBe(
            ["collect", "--topic", "mock_l1_stream_3", .. order, "--out", Path.GetFullPath("/results")]);
        (await model.EnvironmentAsync("collect")).Keys.ShouldContain("ConnectionStrings__kafka");
        var waits = model["collect"].Annotations.OfType<WaitAnnotation>().ToList();
        waits.Select(wait => wait.Resource.Name).ShouldBe(members);
        waits.ShouldAllBe(wait => wait.WaitType == WaitType.WaitForCompletion && wait.ExitCode == 0);
    }

    [Fact]
    public async Task No_backtester_at_all_is_refused()
    {
        (await Should.ThrowAsync<InvalidOperationException>(() => Model.CreateAsync(null, ("Replicas", "0")))).Message.ShouldContain(
            "Replicas=0");
    }

    [Fact]
    public async Task Every_setting_is_described()
    {
        await using var model = await Model.CreateAsync();

        var settings = model.Resources.OfType<ParameterResource>().ToList();
        settings.Select(setting => setting.Name).ShouldBe(["run", "data", "speed", "quantity", "schedule", "output"], ignoreOrder: true);
        settings.ShouldAllBe(setting => !string.IsNullOrWhiteSpace(setting.Description) && !setting.Secret);
    }

    [Fact]
    public async Task Both_processes_are_given_the_broker_and_wait_until_it_is_healthy()
    {
        await using var model = await Model.CreateAsync();

        foreach (var name in new[] { "producer", "backtester" })
        {
            model[name]
                .Annotations.OfType<WaitAnnotation>()
                .ShouldContain(wait => wait.Resource == model["kafka"] && wait.WaitType == WaitType.WaitUntilHealthy, name);
            (await model.EnvironmentAsync(name)).Keys.ShouldContain("ConnectionStrings__kafka", name);
        }

        model["kafka"].Annotations.OfType<HealthCheckAnnotation>().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_broker_is_a_pinned_image_with_all_that_image_needs()
    {
        await using var model = await Model.CreateAsync();

        model["kafka"].TryGetContainerImageName(out var image).ShouldBeTrue();
        image.ShouldBe("docker.io/apache/kafka:4.3.1");
        model["kafka"]
            .Annotations.OfType<ContainerLifetimeAnnotation>()
            .ShouldHaveSingleItem()
            .Lifetime.ShouldBe(ContainerLifetime.Session);
        var environment = await model.EnvironmentAsync("kafka");
        var listeners = Pairs(environment["KAFKA_LISTENERS"]);
        var protocols = Pairs(environment["KAFKA_LISTENER_SECURITY_PROTOCOL_MAP"]);
        listeners.Keys.ShouldBe(protocols.Keys, ignoreOrder: true);
        listeners.Keys.ShouldContain((string)environment["KAFKA_CONTROLLER_LISTENER_NAMES"]);
        listeners.Keys.ShouldContain((string)environment["KAFKA_INTER_BROKER_LISTENER_NAME"]);
        environment["KAFKA_CONTROLLER_QUORUM_VOTERS"].ShouldBe($"{environment["KAFKA_NODE_ID"]}@{listeners["CONTROLLER"].TrimStart('/')}");
        environment.Keys.ShouldContain("KAFKA_ADVERTISED_LISTENERS");
        environment["KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR"].ShouldBe("1");
    }

    [Theory]
    [InlineData("sor-ci/apache-kafka:4.3.1")]
    [InlineData("registry.example:5000/kafka:1")]
    public async Task Another_image_may_be_named(string image)
    {
        await using var model = await Model.CreateAsync(null, ("SOR_KAFKA_IMAGE", image));

        model["kafka"].TryGetContainerImageName(out var name).ShouldBeTrue();
        name.ShouldBe(image);
    }

    [Fact]
    public async Task A_broker_that_is_kept_stays_at_a_port_of_its_own()
    {
        await using var model = await Model.CreateAsync(null, ("Kafka:Persistent", "true"));

        model["kafka"]
            .Annotations.OfType<ContainerLifetimeAnnotation>()
            .ShouldHaveSingleItem()
            .Lifetime.ShouldBe(ContainerLifetime.Persistent);
        var endpoint = model["kafka"].Annotations.OfType<EndpointAnnotation>().Single(endpoint => endpoint.Name == "tcp");
        (endpoint.Port, endpoint.TargetPort, endpoint.IsProxied).ShouldBe((9092, 9092, false));
    }

    [Theory]
    [InlineData("--no-docker", null, "localhost:9092")]
    [InlineData(null, "broker.example:9093", "broker.example:9093")]
    [InlineData("--no-docker", "broker.example:9093", "broker.example:9093")]
    public async Task A_broker_that_is_there_is_used_as_it_is(string? word, string? connection, string expected)
    {
        await using var model = await Model.CreateAsync(
            word is null ? [] : [word],
            connection is null ? [] : [("ConnectionStrings:kafka", connection)]);

        model.Resources.ShouldNotContain(resource => resource is ContainerResource);
        var kafka = model["kafka"].ShouldBeAssignableTo<IResourceWithConnectionString>()!;
        (await kafka.GetConnectionStringAsync(TestContext.Current.CancellationToken)).ShouldBe(expected);
        (await model.EnvironmentAsync("producer")).Keys.ShouldContain("ConnectionStrings__kafka");
    }

    private static async Task<string> ValueAsync(Model model, string parameter) =>
        (await ((ParameterResource)model[parameter]).GetValueAsync(TestContext.Current.CancellationToken))!;

    private static Dictionary<string, string> Pairs(object list) =>
        ((string)list).Split(',').Select(pair => pair.Split(':', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
}
