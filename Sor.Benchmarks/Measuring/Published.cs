using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sor.Benchmarks.Measuring;

/// <summary>The backtester as users have it: a native program, published from this repository once per run of the benchmarks.</summary>
internal static class Published
{
    private static readonly Lazy<string> Program = new(Publish);

    /// <summary>Path of its executable.</summary>
    public static string Backtester => Program.Value;

    private static string Publish()
    {
        var root = Root();
        var folder = Path.Combine(root, "artifacts", "bench");
        // Built apart from all else, so that neither disturbs the other.
        string[] arguments =
        [
            "publish",
            Path.Combine(root, "Sor.Backtester"),
            "-c",
            "Release",
            "-r",
            RuntimeInformation.RuntimeIdentifier,
            "--artifacts-path",
            Path.Combine(folder, "build"),
            "-o",
            Path.Combine(folder, "published"),
            "-v",
            "quiet",
            "-nologo",
        ];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"dotnet publish failed:{Environment.NewLine}{output}");
        return Path.Combine(folder, "published", OperatingSystem.IsWindows() ? "Sor.Backtester.exe" : "Sor.Backtester");
    }

    /// <summary>The repository's folder.</summary>
    public static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Sor.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"Sor.sln is in no folder above {AppContext.BaseDirectory}");
    }
}
