using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Sor.AppHost.Tests;

/// <summary>The AppHost as a process of its own, as a launch profile starts it, with its dashboard.</summary>
internal sealed partial class RunningAppHost : IAsyncDisposable
{
    private readonly Process process;
    private readonly List<string> lines = [];
    private readonly TaskCompletionSource<string> login = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningAppHost(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What the terminal shows.</summary>
    public string Terminal
    {
        get
        {
            lock (lines) return string.Join('\n', lines);
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="scheme"><c>http</c> or <c>https</c>: the launch profile.</param>
    /// <param name="words">Its command line.</param>
    /// <param name="environment">Variables over those of the profile.</param>
    public static RunningAppHost Start(string scheme, string[] words, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Sor.AppHost.dll"), .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        (string, string)[] profile =
        [
            ("DOTNET_ENVIRONMENT", "Development"),
            ("ASPNETCORE_URLS", Address(scheme)),
            ("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", Address(scheme)),
            ("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", Address(scheme)),
            ("ASPIRE_ALLOW_UNSECURED_TRANSPORT", scheme == "http" ? "true" : "false"),
        ];
        foreach (var (name, value) in profile.Concat(environment)) start.Environment[name] = value;
        return new RunningAppHost(Process.Start(start)!);
    }

    /// <summary>Where the dashboard lets one in, once it is there.</summary>
    public Task<string> LoginAsync(CancellationToken cancel) => login.Task.WaitAsync(cancel);

    /// <summary>Waits for an end that comes by itself.</summary>
    public async Task<int> EndAsync(CancellationToken cancel)
    {
        await process.WaitForExitAsync(cancel);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            using var asked = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        process.Dispose();
    }

    private static string Address(string scheme)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return $"{scheme}://localhost:{((IPEndPoint)probe.LocalEndpoint).Port}";
    }

    private void Take(string? line)
    {
        if (line is null) return;
        lock (lines) lines.Add(line);
        if (Login().Match(line) is { Success: true } found) login.TrySetResult(found.Value);
    }

    [GeneratedRegex(@"https?://\S+/login\?t=\w+")]
    private static partial Regex Login();
}
