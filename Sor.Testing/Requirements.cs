using System.ComponentModel;
using System.Diagnostics;

namespace Sor.Testing;

/// <summary>
/// What a test needs of the machine. It is skipped, with the reason, where that is not there; it fails there where a variable
/// <c>SOR_REQUIRE_…</c> is set.
/// </summary>
internal static class Requirements
{
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>A browser's path.</summary>
    public static string Chromium() => Program("CHROMIUM", Browsers);

    public static void Docker()
    {
        string failure;
        try
        {
            using var docker = Process.Start(
                new ProcessStartInfo("docker", ["version", "--format", "{{.Server.Version}}"])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            docker.WaitForExit();
            if (docker.ExitCode == 0) return;
            failure = docker.StandardError.ReadToEnd();
        }
        catch (Win32Exception e)
        {
            failure = e.Message;
        }

        Lacks("DOCKER", $"no Docker on this machine: {failure}");
    }

    /// <summary>The first of some programs that is there.</summary>
    public static string Program(string name, IReadOnlyList<string> paths)
    {
        if (paths.FirstOrDefault(File.Exists) is { } found) return found;
        Lacks(name, $"none of {string.Join(", ", paths)} on this machine");
        return "";
    }

    private static void Lacks(string name, string why)
    {
        if (Environment.GetEnvironmentVariable($"SOR_REQUIRE_{name}") is { Length: > 0 }) throw new InvalidOperationException(why);
        Assert.Skip(why);
    }
}
