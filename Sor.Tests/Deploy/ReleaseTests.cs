using System.Formats.Tar;
using System.IO.Compression;
using Sor.Infra.Machine;

namespace Sor.Tests.Deploy;

public sealed class ReleaseTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Program(string name, params string[] files)
    {
        var folder = Directory.CreateDirectory(this.folder.File(name)).FullName;
        foreach (var file in files)
        {
            File.WriteAllText(Path.Combine(folder, file), $"content of {file}");
            File.SetLastWriteTimeUtc(Path.Combine(folder, file), DateTime.UnixEpoch.AddDays(name.Length));
        }

        return folder;
    }

    [Fact]
    public void The_same_files_give_the_same_archive_whenever_and_in_whatever_order_they_were_written()
    {
        var root = Release.Root();
        var one = Release.Pack(Program("one", "Sor.Producer", "Sor.Backtester", "a.dll"), root, folder.File("one.tar.gz"));
        var two = Release.Pack(Program("another", "a.dll", "Sor.Backtester", "Sor.Producer"), root, folder.File("two.tar.gz"));
        two.Sha256.ShouldBe(one.Sha256);
        Release.Pack(Program("three", "Sor.Producer", "b.dll"), root, folder.File("three.tar.gz")).Sha256.ShouldNotBe(one.Sha256);
    }

    [Fact]
    public void It_holds_programs_scripts_units_and_notices_and_nothing_for_debugging()
    {
        var folder = Program(
            "program",
            "Sor.Producer",
            "Sor.Backtester",
            "a.dll",
            "a.pdb",
            "a.dbg",
            "a.xml",
            "createdump",
            "librdkafka.so",
            "centos8-librdkafka.so",
            "alpine-librdkafka.so",
            "NOTICES.txt");
        var archive = Release.Pack(folder, Release.Root(), this.folder.File("sor.tar.gz"));
        var entries = new Dictionary<string, UnixFileMode>();
        using (var tar = new TarReader(new GZipStream(File.OpenRead(archive.Path), CompressionMode.Decompress)))
        {
            while (tar.GetNextEntry() is { } entry)
            {
                entries.Add(entry.Name, entry.Mode);
                entry.ModificationTime.ShouldBe(DateTimeOffset.UnixEpoch);
            }
        }

        entries.Keys.ShouldBe(
        [
            "LICENSE",
            "NOTICES.txt",
            "bin/Sor.Backtester",
            "bin/Sor.Producer",
            "bin/a.dll",
            "bin/centos8-librdkafka.so",
            "bin/librdkafka.so",
            "deploy/bootstrap.sh",
            "deploy/log4j2.yaml",
            "deploy/server.properties",
            "deploy/sor-backtester@.service",
            "deploy/sor-kafka.service",
            "deploy/sor-producer@.service",
            "deploy/sor-run",
        ]);
        entries.Where(entry => entry.Value.HasFlag(UnixFileMode.OtherExecute)).Select(entry => entry.Key)
            .ShouldBe(["bin/Sor.Backtester", "bin/Sor.Producer", "deploy/bootstrap.sh", "deploy/sor-run"]);
    }
}
