using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;

namespace Sor.Infra.Machine;

/// <summary>
/// The archive the machine installs: producer and backtester as native programs, what is in <c>deploy/</c>, Sor's licence and the notices
/// of what the programs are made of. Where they cannot be linked they are ReadyToRun programs, self-contained, in one folder so that they
/// share one runtime. The same sources give the same bytes: files in order of their names, one time stamp, no owners, no commit.
/// </summary>
internal static class Release
{
    private const string Notices = "NOTICES.txt";

    private static readonly string[] Executables = ["Sor.Producer", "Sor.Backtester"];

    /// <summary>The repository's folder: the one above the program that has <c>deploy/bootstrap.sh</c>.</summary>
    public static string Root()
    {
        foreach (var start in (string[])[AppContext.BaseDirectory, Directory.GetCurrentDirectory()])
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "deploy", "bootstrap.sh"))) return folder.FullName;
            }
        }

        throw new RefusedException(
            $"deploy/bootstrap.sh is in no folder above {AppContext.BaseDirectory} or {Directory.GetCurrentDirectory()}: run this inside the repository"
        );
    }

    /// <summary>Publishes both executables and packs them.</summary>
    /// <param name="root">The repository's folder.</param>
    /// <param name="architecture">x64 or arm64.</param>
    /// <param name="archive">Where the archive goes.</param>
    /// <param name="remarks">Called with a remark if the programs are not native.</param>
    public static async Task<Artifact> PublishAsync(string root, string architecture, string archive, TextWriter remarks)
    {
        var missing = NativeLinker.Missing(architecture, Environment.GetEnvironmentVariable("PATH") ?? "");
        if (missing is not null)
            await remarks.WriteLineAsync(
                $"sor: native programs for linux-{architecture} need {missing}, which is not here: publishing ReadyToRun programs, which are larger and start slower"
            );
        var folder = Path.Combine(root, "artifacts", "machine", architecture);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        foreach (var name in Executables) await PublishProgramAsync(root, name, architecture, folder);

        var notices = Path.Combine(folder, Notices);
        var built = Path.Combine(root, "artifacts", "release", "build", "obj");
        var assets = Executables.Select(name => Path.Combine(built, name, "project.assets.json"));
        await DotnetAsync(root, Notices, ["run", "--file", Path.Combine(root, "build", "notices.cs"), "--", notices, .. assets]);
        return Pack(folder, root, Path.GetFullPath(archive));
    }

    /// <summary>Publishes one executable to a folder: a native program, or ReadyToRun where the linker is missing.</summary>
    internal static Task PublishProgramAsync(string root, string name, string architecture, string folder)
    {
        var isNative = NativeLinker.Missing(architecture, Environment.GetEnvironmentVariable("PATH") ?? "") is null;

        // Built in a folder apart from other builds, so that neither disturbs the other. It is the folder of build/release.sh, so each
        // reuses what the other has compiled.
        string[] arguments =
        [
            "publish", Path.Combine(root, name), "-c", "Release", "-r", $"linux-{architecture}", "--self-contained",
            $"-p:PublishReadyToRun={(isNative ? "false" : "true")}",
            "-p:RunAnalyzers=false", // they are for who changes the code
            "-p:ContinuousIntegrationBuild=true",
            "-p:IncludeSourceRevisionInInformationalVersion=false",
            "-p:DebugType=none",
            "-p:AspirePackages=false",
            "--artifacts-path", Path.Combine(root, "artifacts", "release", "build"), "-o", folder, "-v", "quiet", "-nologo",
        ];
        return DotnetAsync(root, $"publish {name} for linux-{architecture}", arguments);
    }

    /// <summary>
    /// Packs a folder of executables (to <c>bin/</c>), the repository's scripts, units and settings (to <c>deploy/</c>), licence and
    /// notices.
    /// </summary>
    public static Artifact Pack(string executables, string root, string archive)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(archive)!);
        var files = Files(executables, "bin/")
            .Concat(Files(Path.Combine(root, "deploy"), "deploy/"))
            .Append((Name: "LICENSE", Path: Path.Combine(root, "LICENSE")))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .ToList();
        using (var stream = File.Create(archive))
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar))
        {
            foreach (var (name, path) in files)
            {
                using var content = File.OpenRead(path);
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
                {
                    Mode = (UnixFileMode)(IsProgram(name) ? 0b111_101_101 : 0b110_100_100),
                    ModificationTime = DateTimeOffset.UnixEpoch,
                    DataStream = content,
                });
            }
        }

        return Artifact.Of(archive);
    }

    // Output goes through pipes, because Pulumi reads this process's own output.
    private static async Task DotnetAsync(string root, string what, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = root,
        };
        using var process = Process.Start(start) ?? throw new RefusedException("dotnet cannot be started");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new RefusedException($"dotnet {what} failed:{Environment.NewLine}{await output}{await error}");
    }

    private static IEnumerable<(string Name, string Path)> Files(string folder, string prefix) =>
        from path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        let name = Path.GetRelativePath(folder, path).Replace('\\', '/')
        // Files for debugging, or for other systems. (Debian loads the Kafka client's centos8 build: the plain one wants a library by Red
        // Hat's name for it.)
        where
            !(
                name == "alpine-librdkafka.so"
                || name.EndsWith(".pdb", StringComparison.Ordinal)
                || name.EndsWith(".dbg", StringComparison.Ordinal)
            || name.EndsWith(".xml", StringComparison.Ordinal) || name is "createdump" or "libmscordbi.so" or "libmscordaccore.so")
        select (name == Notices ? name : $"{prefix}{name}", path);

    private static bool IsProgram(string name) =>
        name is "deploy/bootstrap.sh" or "deploy/sor-run" || Executables.Any(executable => name == $"bin/{executable}");
}
