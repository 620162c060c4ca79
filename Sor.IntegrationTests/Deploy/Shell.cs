using System.Diagnostics;

namespace Sor.IntegrationTests.Deploy;

/// <summary>Other programs, run to their end.</summary>
internal static class Shell
{
    /// <summary>Runs a program; what it says, both streams together, and its exit code.</summary>
    public static async Task<(int Code, string Text)> TryAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(10));
        var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    /// <summary>Runs a program that must succeed.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var (code, text) = await TryAsync(program, arguments);
        code.ShouldBe(0, $"{program} {string.Join(' ', arguments)}: {text}");
        return text;
    }
}
