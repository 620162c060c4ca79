using System.Diagnostics;
using System.Text.Json;

namespace Sor.IntegrationTests;

/// <summary>A router of one's own as a user runs it: one file, by the SDK alone, in a copy of the repository that was never built.</summary>
public sealed class OwnRouterTests : IDisposable
{
    private static readonly string[] Parts =
        ["Sor.Core", "Sor.Streaming", "Sor.ServiceDefaults", "Sor.CommandLine", "Sor.Backtester", "build", "samples"];

    private readonly TemporaryFolder folder = new();

    public OwnRouterTests()
    {
        foreach (var part in Parts) Copy(Repository.File(part), folder.File(part));
        foreach (var file in (string[])["Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig", "README.md"])
            File.Copy(Repository.File(file), folder.File(file));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_example_is_judged_beside_the_built_in_routers_and_what_a_router_may_not_do_ends_the_run()
    {
        var (code, json, error) = await RunAsync("--horizon", "2m", "--quantity", "200", "--lambda-under", "0.8,1.2", "--json");

        code.ShouldBe(0, error);
        using var result = JsonDocument.Parse(json);
        result.RootElement.GetProperty("verdict").GetProperty("optimized").GetString().ShouldBe("rest_or_take");
        var names = result.RootElement.GetProperty("details").GetProperty("strategies").EnumerateObject().Select(s => s.Name).ToList();
        names.ShouldContain("best_ask");
        names.ShouldContain("static");
        names.ShouldContain("rest_or_take.pessimistic");
        result.RootElement.GetProperty("tuning").GetProperty("points").GetArrayLength().ShouldBe(2);
        (await File.ReadAllTextAsync(folder.File("out/report.html"), TestContext.Current.CancellationToken)).ShouldContain("rest_or_take");

        var source = await File.ReadAllTextAsync(folder.File("samples/own-router.cs"), TestContext.Current.CancellationToken);
        source.Split('\n').Length.ShouldBeLessThanOrEqualTo(40);
        await File.WriteAllTextAsync(
            folder.File("samples/own-router.cs"),
            source.Replace("take.Decide(in view, orders);", "while (view.Time > 0) { }", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        (code, json, error) = await RunAsync("--horizon", "2m", "--quantity", "200");

        error.ShouldContain("router rest_or_take has not decided within 10 s (2024-10-17T14:30:01.000000000Z, SYN (instrument 1), ");
        code.ShouldBe(1);
        File.Exists(folder.File("out/result.json")).ShouldBeFalse();
        File.Exists(folder.File("out/result.old.json")).ShouldBeTrue();
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["run", "samples/own-router.cs", "--", .. arguments])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(8));
        try
        {
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, output, (await error).Trim());
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var sub in Directory.EnumerateDirectories(from))
            if (Path.GetFileName(sub) is not ("bin" or "obj")) Copy(sub, Path.Combine(to, Path.GetFileName(sub)));
    }
}
