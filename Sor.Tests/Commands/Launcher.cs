using System.Diagnostics;

namespace Sor.Tests.Commands;

/// <summary>
/// The launcher <c>./sor</c> in a small repository of its own, over a <c>dotnet</c> that writes down what it was asked and builds nothing.
/// </summary>
internal sealed class Launcher : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public Launcher()
    {
        foreach (
            var file in (string[])
                ["sor", "Directory.Packages.props", "Directory.Build.props", "global.json", ".editorconfig", "Sor.sln", "Sor.Portable.slnf"]
        )
            File.Copy(Repository.File(file), In(file));
        foreach (
            var project in (string[])
                ["Sor.Core", "Sor.Backtester", "Sor.Producer", "Sor.Benchmarks", "Sor.ServiceDefaults", "Sor.AppHost", "Sor.Tests"])
        {
            Write($"{project}/{project}.csproj", "<Project />");
            Write($"{project}/Code.cs", "// code");
        }

        Write("docs/page.md", "a page");
        Feed("exit 0");
    }

    public string Root => Path.Combine(folder.Path, "repository");

    /// <summary>What <c>dotnet</c> was asked to restore and to build, in order; forgotten by being read.</summary>
    public string[] Asked
    {
        get
        {
            var log = folder.File("asked");
            string[] lines = File.Exists(log) ? File.ReadAllLines(log) : [];
            File.Delete(log);
            return lines;
        }
    }

    /// <summary>All files but those in <c>artifacts/</c>.</summary>
    public string[] FilesBesideArtifacts =>
        [
            .. Directory
                .EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories)
                .Where(f => !f.StartsWith(In("artifacts"), StringComparison.Ordinal) && f != folder.File("asked"))
                .Order(),
        ];

    public void Dispose() => folder.Dispose();

    public string In(string relative)
    {
        var path = Path.Combine(Root, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    public void Write(string relative, string text) => File.WriteAllText(In(relative), text);

    /// <summary>
    /// Says what <c>dotnet restore</c>, <c>dotnet build</c> (after it has written its file) and <c>dotnet test</c> do beside being written
    /// down.
    /// </summary>
    public void Feed(string restore, string build = "exit 0", string test = "exit 0")
    {
        var dotnet = folder.File("dotnet");
        File.WriteAllText(
            dotnet,
            $$"""
            #!/bin/sh
            case $1 in
              restore) echo "restore" >>'{{folder.File("asked")}}'; {{restore}} ;;
              build)
                name=$(basename "$2")
                echo "build $name AspirePackages=$AspirePackages" >>'{{folder.File("asked")}}'
                mkdir -p '{{Root}}'/artifacts/bin/$name/release
                cat '{{Root}}'/$name/*.cs '{{Root}}'/Sor.Core/*.cs >'{{Root}}'/artifacts/bin/$name/release/$name.dll
                {{build}} ;;
              test) echo "$*"; {{test}} ;;
              *) echo "$*" ;;
            esac

            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Runs the launcher.</summary>
    /// <param name="packages">What <c>AspirePackages</c> is set to; <c>null</c> for not set.</param>
    /// <param name="words">Its arguments.</param>
    public async Task<(int Code, string Output, string Error)> RunAsync(string? packages, params string[] words)
    {
        var start = new ProcessStartInfo(In("sor"), words) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["HOME"] = folder.Path;
        start.Environment.Remove("AspirePackages");
        if (packages is not null) start.Environment["AspirePackages"] = packages;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output.Trim(), (await error).Trim());
    }

    /// <summary>Runs <c>./sor backtest</c>, which must succeed, and says what was restored and built for it.</summary>
    public async Task<string[]> BacktestAsync()
    {
        var (code, output, error) = await RunAsync(null, "backtest");
        code.ShouldBe(0, error);
        output.ShouldBe($"{Root}/artifacts/bin/Sor.Backtester/release/Sor.Backtester.dll backtest");
        return Asked;
    }
}
