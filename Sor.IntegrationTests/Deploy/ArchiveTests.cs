using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Sor.Infra.Machine;

namespace Sor.IntegrationTests.Deploy;

/// <summary>The archive as it is really published.</summary>
[Collection(nameof(Machines))]
public sealed class ArchiveTests
{
    private const ushort Arm64 = 0xB7;

    /// <summary>Of the programs the smaller one is compiled again, by the same compilers as the other.</summary>
    [Fact]
    public async Task The_same_sources_in_another_folder_and_of_another_commit_give_the_same_bytes()
    {
        var folder = Directory.CreateTempSubdirectory("sor-sources-").FullName;
        try
        {
            var root = Release.Root();
            var copy = Path.Combine(folder, "copy");
            var architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64";
            Copy(root, copy);
            if (Path.Exists(Path.Combine(copy, ".git")))
            {
                string[] who = ["-c", "user.name=a", "-c", "user.email=a@localhost"];
                string[] commit = ["commit", "-q", "--no-verify", "--allow-empty", "-m", "Changes no program"];
                await Shell.RunAsync("git", ["-C", copy, .. who, .. commit]);
            }

            var (here, there) = (Path.Combine(root, "artifacts", "machine", architecture), Path.Combine(folder, "there"));
            var archive = await Release.PublishAsync(root, architecture, Path.Combine(folder, "here.tar.gz"), TextWriter.Null);
            await Release.PublishProgramAsync(copy, "Sor.Producer", architecture, there);
            foreach (var file in Directory.EnumerateFiles(there))
                Artifact.Of(file).Sha256.ShouldBe(Artifact.Of(Path.Combine(here, Path.GetFileName(file))).Sha256, file);
            Release.Pack(here, copy, Path.Combine(folder, "again.tar.gz")).Sha256.ShouldBe(archive.Sha256);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_archive_for_arm64_has_its_programs_and_says_if_they_are_not_native()
    {
        var archive = Path.Combine(Release.Root(), "artifacts", "machine", "test-arm64.tar.gz");
        using var remarks = new StringWriter();
        await Release.PublishAsync(Release.Root(), "arm64", archive, remarks);

        MachineOf(archive, "bin/Sor.Backtester").ShouldBe(Arm64);
        MachineOf(archive, "bin/librdkafka.so").ShouldBe(Arm64);
        var native = NativeLinker.Missing("arm64", Environment.GetEnvironmentVariable("PATH")!) is null;
        Has(archive, "bin/Sor.Core.dll").ShouldBe(!native);
        remarks.ToString().Contains("ReadyToRun", StringComparison.Ordinal).ShouldBe(!native);

        Text(archive, "LICENSE").ShouldBe(File.ReadAllText(Path.Combine(Release.Root(), "LICENSE")));
        var notices = Text(archive, "NOTICES.txt");
        string[] inside = ["Confluent.Kafka ", "librdkafka.redist ", "Microsoft.NETCore.App.Runtime.", "System.CommandLine "];
        foreach (var package in inside) notices.ShouldContain($"== {package}");
    }

    // What a clone of the repository has, without what was built in it.
    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.EnumerateDirectories(from))
        {
            if (Path.GetFileName(folder) is var name && name is not ("artifacts" or "bin" or "obj" or "out" or "TestResults"))
                Copy(folder, Path.Combine(to, name));
        }
    }

    private static bool Has(string archive, string name)
    {
        using var tar = new TarReader(new GZipStream(File.OpenRead(archive), CompressionMode.Decompress));
        return Find(tar, name) is not null;
    }

    private static string Text(string archive, string name)
    {
        using var tar = new TarReader(new GZipStream(File.OpenRead(archive), CompressionMode.Decompress));
        using var reader = new StreamReader(Find(tar, name)?.DataStream ?? throw new FileNotFoundException($"{archive} has no {name}"));
        return reader.ReadToEnd();
    }

    // The ELF header's e_machine (https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html).
    private static ushort MachineOf(string archive, string name)
    {
        using var tar = new TarReader(new GZipStream(File.OpenRead(archive), CompressionMode.Decompress));
        var header = new byte[20];
        (Find(tar, name)?.DataStream ?? throw new FileNotFoundException($"{archive} has no {name}")).ReadExactly(header);
        return BitConverter.ToUInt16(header, 18);
    }

    private static TarEntry? Find(TarReader tar, string name)
    {
        while (tar.GetNextEntry() is { } entry)
            if (entry.Name == name)
                return entry;
        return null;
    }
}
