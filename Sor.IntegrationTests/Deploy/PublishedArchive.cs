using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Sor.Infra.Machine;

namespace Sor.IntegrationTests.Deploy;

/// <summary>
/// What the machines of these tests install, made once: the real producer and backtester, published as <c>pulumi up</c> publishes them, and
/// Kafka from the jars in <c>SOR_KAFKA_LIBS</c>. Where something is missing the tests are skipped with the reason.
/// </summary>
public sealed class PublishedArchive : IAsyncLifetime
{
    private string? absent;

    /// <summary>The image of the bare machine.</summary>
    public string Image { get; private set; } = "";

    /// <summary>A folder with <c>sor.tar.gz</c>, <c>kafka.tgz</c>, the sample, and the two servers that stand for AWS.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("sor-machine-").FullName;

    public async ValueTask InitializeAsync()
    {
        absent = await MissingAsync();
        if (absent is not null) return;
        var root = Release.Root();
        var architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        await Release.PublishAsync(root, architecture, In("sor.tar.gz"), TextWriter.Null);
        await PackKafkaAsync(Environment.GetEnvironmentVariable("SOR_KAFKA_LIBS")!);
        File.Copy(Path.Combine(root, "samples", "sample.mbp-1.csv.zst"), In("sample.mbp-1.csv.zst"));
        File.Copy(Path.Combine(root, "deploy", "bootstrap.sh"), In("bootstrap.sh"));
        File.Copy(Environment.GetEnvironmentVariable("SOR_VERSITYGW")!, In("versitygw"));
        File.Copy(Environment.GetEnvironmentVariable("SOR_EC2_METADATA_MOCK")!, In("ec2-metadata-mock"));
        await Shell.RunAsync("chmod", "-R", "a+rX,u+x", Folder);
        Image = (await Shell.RunAsync(Path.Combine(root, "Sor.IntegrationTests", "Deploy", "machine-image.sh"))).Trim();
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Skips the test where machines cannot be made.</summary>
    public void SkipIfAbsent() => Assert.SkipWhen(absent is not null, absent ?? "");

    public string In(string name) => Path.Combine(Folder, name);

    private static async Task<string?> MissingAsync()
    {
        foreach (var name in (string[])["SOR_VERSITYGW", "SOR_EC2_METADATA_MOCK", "SOR_KAFKA_LIBS"])
        {
            if (!Path.Exists(Environment.GetEnvironmentVariable(name)))
                return $"no machine to deploy to: {name} names no file (an S3 server, a metadata service, Kafka's jars)";
        }

        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
            return "no machine to deploy to: its image is made by debootstrap, as root on Linux";
        try
        {
            var (code, text) = await Shell.TryAsync("docker", "info");
            if (code == 0) return null;
            if (Environment.GetEnvironmentVariable("SOR_REQUIRE_DOCKER") is { Length: > 0 }) throw new InvalidOperationException(text);
            return "no machine to deploy to: no Docker here";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "no machine to deploy to: no Docker here";
        }
    }

    private async Task PackKafkaAsync(string libs)
    {
        await using var gzip = new GZipStream(File.Create(In("kafka.tgz")), CompressionLevel.Fastest);
        await using var tar = new TarWriter(gzip);
        foreach (var jar in Directory.EnumerateFiles(libs, "*.jar").Order(StringComparer.Ordinal))
            await tar.WriteEntryAsync(jar, $"kafka_2.13-test/libs/{Path.GetFileName(jar)}");
    }
}
