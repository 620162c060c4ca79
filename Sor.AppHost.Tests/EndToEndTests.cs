using System.Diagnostics;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Sor.AppHost.Tests;

/// <summary>The application as it runs. Skipped, with the reason, where there is no Docker; fails there where <c>SOR_REQUIRE_DOCKER</c> is set.</summary>
public sealed class EndToEndTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sor-apphost-").FullName;
    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public EndToEndTests()
    {
        _limit.CancelAfter(TimeSpan.FromMinutes(10));
        RequireDocker();
    }

    [Fact]
    public async Task The_sample_goes_through_the_broker_to_a_verdict_and_again_when_restarted()
    {
        await using var app = await StartAsync();
        (await EndAsync(app, "producer")).ShouldBe(0);
        (await EndAsync(app, "backtester")).ShouldBe(0);

        var result = Path.Combine(_folder, "result.json");
        var first = await File.ReadAllBytesAsync(result, _limit.Token);
        using var parsed = JsonDocument.Parse(first);
        var log = await LogAsync(app, "backtester", "Written: ");
        log[^1].ShouldBe($"Written: {result}, fills.csv, run.json");
        // A long sentence is wrapped.
        string.Join(' ', log.Select(line => line.TrimEnd())).ShouldContain(parsed.RootElement.GetProperty("verdict").GetProperty("sentence").GetString()!);
        File.ReadAllText(Path.Combine(_folder, "run.json")).ShouldContain("\"verified\": true");

        File.Delete(result);
        (await RestartAsync(app, "producer")).ShouldBe(0);
        (await RestartAsync(app, "backtester")).ShouldBe(0);
        (await File.ReadAllBytesAsync(result, _limit.Token)).ShouldBe(first);
    }

    [Fact]
    public async Task Backtesters_that_share_a_run_come_to_the_result_of_one()
    {
        byte[] alone;
        await using (var app = await StartAsync())
        {
            (await EndAsync(app, "backtester")).ShouldBe(0);
            alone = await File.ReadAllBytesAsync(Path.Combine(_folder, "result.json"), _limit.Token);
        }

        File.Delete(Path.Combine(_folder, "result.json"));
        await using (var app = await StartAsync("--Replicas=2"))
        {
            (await EndAsync(app, "collect")).ShouldBe(0);
            (await File.ReadAllBytesAsync(Path.Combine(_folder, "result.json"), _limit.Token)).ShouldBe(alone);
        }
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
        _limit.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<DistributedApplication> StartAsync(params string[] words)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Sor_AppHost>([$"--Parameters:output={_folder}", .. words], _limit.Token);
        // There is no dashboard here: without this each process waits for it when it ends.
        foreach (var process in builder.Resources.OfType<ProjectResource>()) builder.CreateResourceBuilder(process).WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", "");
        var app = await builder.BuildAsync(_limit.Token);
        await app.StartAsync(_limit.Token);
        return app;
    }

    /// <summary>Waits until a process has ended, after an instant where one is given.</summary>
    private async Task<int?> EndAsync(DistributedApplication app, string name, DateTime? after = null)
    {
        var end = await app.ResourceNotifications.WaitForResourceAsync(
            name,
            change => KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text ?? "") && (after is null || change.Snapshot.StartTimeStamp > after),
            _limit.Token);
        return end.Snapshot.ExitCode;
    }

    private async Task<int?> RestartAsync(DistributedApplication app, string name)
    {
        var before = await app.ResourceNotifications.WaitForResourceAsync(name, change => change.Snapshot.StartTimeStamp is not null, _limit.Token);
        (await app.ResourceCommands.ExecuteCommandAsync(before.ResourceId, KnownResourceCommands.StartCommand, _limit.Token)).Success.ShouldBeTrue();
        return await EndAsync(app, name, before.Snapshot.StartTimeStamp);
    }

    /// <summary>A process's log up to the first line that has a text in it.</summary>
    private async Task<List<string>> LogAsync(DistributedApplication app, string name, string last)
    {
        var log = new List<string>();
        var resource = app.Services.GetRequiredService<DistributedApplicationModel>().Resources.Single(resource => resource.Name == name);
        await foreach (var lines in app.Services.GetRequiredService<ResourceLoggerService>().WatchAsync(resource).WithCancellation(_limit.Token))
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

    private static void RequireDocker()
    {
        string failure;
        try
        {
            using var docker = Process.Start(new ProcessStartInfo("docker", ["version", "--format", "{{.Server.Version}}"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            docker.WaitForExit();
            if (docker.ExitCode == 0) return;
            failure = docker.StandardError.ReadToEnd();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            failure = e.Message;
        }

        if (Environment.GetEnvironmentVariable("SOR_REQUIRE_DOCKER") is { Length: > 0 }) throw new InvalidOperationException($"no Docker: {failure}");
        Assert.Skip($"no Docker on this machine: {failure}");
    }
}
