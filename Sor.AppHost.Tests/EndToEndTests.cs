using System.Diagnostics;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Sor.AppHost.Tests;

/// <summary>The application as it runs.</summary>
[Collection(OneAtATime.Name)]
public sealed class EndToEndTests : IDisposable
{
    private static readonly string Solution = Path.GetFullPath("..", Projects.Sor_AppHost.ProjectPath);

    private readonly string folder = Directory.CreateTempSubdirectory("sor-apphost-").FullName;
    private readonly CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(
        TestContext.Current.CancellationToken);

    public EndToEndTests()
    {
        limit.CancelAfter(TimeSpan.FromMinutes(5));
        Requirements.Docker();
    }

    [Fact]
    public async Task The_sample_goes_through_the_broker_to_a_verdict_and_again_when_restarted()
    {
        await using var app = await StartAsync();
        (await EndAsync(app, "producer")).ShouldBe(0);
        (await EndAsync(app, "backtester")).ShouldBe(0);

        var result = Path.Combine(folder, "result.json");
        var first = await File.ReadAllBytesAsync(result, limit.Token);
        using var parsed = JsonDocument.Parse(first);
        var log = await LogAsync(app, "backtester", "Written: ");
        log[^1].ShouldBe($"Written: {result}, report.html, fills.csv, run.json");
        // A long sentence is wrapped.
        string.Join(' ', log.Select(line => line.TrimEnd()))
            .ShouldContain(parsed.RootElement.GetProperty("verdict").GetProperty("sentence").GetString()!);
        File.ReadAllText(Path.Combine(folder, "run.json")).ShouldContain("\"verified\": true");

        File.Delete(result);
        (await RestartAsync(app, "producer")).ShouldBe(0);
        (await RestartAsync(app, "backtester")).ShouldBe(0);
        (await File.ReadAllBytesAsync(result, limit.Token)).ShouldBe(first);
    }

    [Fact]
    public async Task Three_backtesters_that_share_a_run_come_to_the_result_of_one_that_reads_the_file()
    {
        var alone = Path.Combine(folder, "alone");
        string[] words =
        [
            "backtest",
            Path.Combine(Solution, "samples", "sample.mbp-1.csv.zst"),
            "--quantity",
            "5000",
            "--schedule",
            "twap",
            "--out",
            alone,
        ];
        using (
            var backtest = Process.Start(
                new ProcessStartInfo("dotnet", [Program("Sor.Backtester"), .. words]) { RedirectStandardOutput = true }
            )!)
        {
            await backtest.StandardOutput.ReadToEndAsync(limit.Token);
            await backtest.WaitForExitAsync(limit.Token);
        }


        await using var app = await StartAsync("--Replicas=3");
        (await EndAsync(app, "collect")).ShouldBe(0);

        (await File.ReadAllBytesAsync(Path.Combine(folder, "result.json"), limit.Token)).ShouldBe(
            await File.ReadAllBytesAsync(Path.Combine(alone, "result.json"), limit.Token));
    }

    /// <summary>A first application keeps its broker running; a second is given its address and has no container of its own.</summary>
    [Fact]
    public async Task A_broker_that_is_there_does_without_a_container()
    {
        await using var first = await StartAsync();
        (await EndAsync(first, "backtester")).ShouldBe(0);
        var broker = await first.GetConnectionStringAsync("kafka", limit.Token);

        await using var second = await StartAsync("--no-docker", $"--ConnectionStrings:kafka={broker}", "--Parameters:run=second");
        (await EndAsync(second, "producer")).ShouldBe(0);
        (await EndAsync(second, "backtester")).ShouldBe(0);

        second
            .Services.GetRequiredService<DistributedApplicationModel>()
            .Resources.ShouldNotContain(resource => resource is ContainerResource);
        File.ReadAllText(Path.Combine(folder, "run.json")).ShouldContain("\"second\"");
    }

    [Fact]
    public async Task A_broker_that_never_comes_is_given_up_with_its_address()
    {
        await using var app = await StartAsync("--no-docker", "--ConnectionStrings:kafka=127.0.0.1:9");
        (await EndAsync(app, "producer")).ShouldBe(1);
        (await EndAsync(app, "backtester")).ShouldBe(1);

        foreach (var process in new[] { "producer", "backtester" })
            (await LogAsync(app, process, "after 60 s"))[^1].ShouldContain("no Kafka broker answers at 127.0.0.1:9 after 60 s");
    }

    /// <summary>A container that is there but is no broker: nothing starts, and the check says whom it asked.</summary>
    [Fact]
    public async Task Nothing_starts_before_the_broker_answers()
    {
        await using var app = await BuildAsync(builder =>
            builder.CreateResourceBuilder(builder.Resources.OfType<ContainerResource>().Single()).WithEntrypoint("sleep").WithArgs("600"));
        // It has started when all processes have: never, here.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
        var starting = app.StartAsync(end.Token);
        var kafka = await app.ResourceNotifications.WaitForResourceAsync(
            "kafka",
            change => change.Snapshot.HealthReports.Any(report => report.Description is not null),
            limit.Token);

        kafka.Snapshot.HealthStatus.ShouldBe(HealthStatus.Unhealthy);
        kafka.Snapshot.HealthReports[0].Description.ShouldNotBeNull().ShouldStartWith("no answer from localhost:");
        app.ResourceNotifications.TryGetCurrentState("producer", out var producer).ShouldBeTrue();
        producer.Snapshot.State!.Text.ShouldBe(KnownResourceStates.Waiting);
        await end.CancelAsync();
        await Task.WhenAny(starting);
    }

    [Fact]
    public async Task A_producer_that_fails_says_why_in_the_log_of_the_backtester()
    {
        await using var app = await StartAsync("--Parameters:data=nowhere.csv");
        (await EndAsync(app, "producer")).ShouldBe(2);

        var log = await LogAsync(app, "backtester", "producer failed");
        log[^1].ShouldContain("exit code 2");
        log[^1].ShouldContain("nowhere.csv");
    }

    public void Dispose()
    {
        limit.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A program as it was built with the application, which runs it from its own folder.</summary>
    private static string Program(string name) =>
        Path.Combine(AppContext.BaseDirectory.Replace("Sor.AppHost.Tests", name, StringComparison.Ordinal), $"{name}.dll");

    private async Task<DistributedApplication> StartAsync(params string[] words)
    {
        var app = await BuildAsync(_ => { }, words);
        await app.StartAsync(limit.Token);
        return app;
    }

    private async Task<DistributedApplication> BuildAsync(Action<IDistributedApplicationTestingBuilder> change, params string[] words)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Sor_AppHost>(
            [$"--Parameters:output={folder}", .. words],
            limit.Token);
        // There is no dashboard here: without this each process waits for it when it ends.
        foreach (var process in builder.Resources.OfType<ProjectResource>())
            builder.CreateResourceBuilder(process).WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", "");
        change(builder);
        return await builder.BuildAsync(limit.Token);
    }

    /// <summary>Waits until a process has ended, after an instant where one is given.</summary>
    private async Task<int?> EndAsync(DistributedApplication app, string name, DateTime? after = null)
    {
        var end = await app.ResourceNotifications.WaitForResourceAsync(
            name,
            change =>
                KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text ?? "")
                && (after is null || change.Snapshot.StartTimeStamp > after),
            limit.Token);
        return end.Snapshot.ExitCode;
    }

    private async Task<int?> RestartAsync(DistributedApplication app, string name)
    {
        var before = await app.ResourceNotifications.WaitForResourceAsync(
            name,
            change => change.Snapshot.StartTimeStamp is not null,
            limit.Token);
        (
            await app.ResourceCommands.ExecuteCommandAsync(before.ResourceId, KnownResourceCommands.StartCommand, limit.Token)
        ).Success.ShouldBeTrue();
        return await EndAsync(app, name, before.Snapshot.StartTimeStamp);
    }

    /// <summary>A process's log up to the first line that has a text in it.</summary>
    private async Task<List<string>> LogAsync(DistributedApplication app, string name, string last)
    {
        var log = new List<string>();
        var resource = app.Services.GetRequiredService<DistributedApplicationModel>().Resources.Single(resource => resource.Name == name);
        await foreach (
            var lines in app.Services.GetRequiredService<ResourceLoggerService>().WatchAsync(resource).WithCancellation(limit.Token))
        {
            foreach (var line in lines)
            {
                // A line starts with the time it was written.
                log.Add(line.Content[(line.Content.IndexOf(' ') + 1)..]);
                if (line.Content.Contains(last)) return log;
            }
        }

        throw new InvalidOperationException($"the log of {name} ends without '{last}'");
    }
}
