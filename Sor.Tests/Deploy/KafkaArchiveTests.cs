using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Sor.Infra.Machine;

namespace Sor.Tests.Deploy;

/// <summary>How Kafka's archive gets from its publisher to the bucket.</summary>
public sealed class KafkaArchiveTests : IDisposable
{
    private static readonly byte[] Content = [.. "an archive"u8];
    private static readonly string Sha512 = Convert.ToHexStringLower(SHA512.HashData(Content));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_version_that_is_installed_is_the_one_that_the_bootstrap_names()
    {
        var (url, sha512) = KafkaArchive.PinnedIn(File.ReadAllText(Path.Combine(Release.Root(), "deploy", "bootstrap.sh")));
        url.ShouldStartWith("https://archive.apache.org/dist/kafka/");
        sha512.Length.ShouldBe(128);
    }

    [Fact]
    public async Task It_is_downloaded_once()
    {
        using var server = new HttpListener();
        var address = Listen(server);
        var answering = Task.Run(async () =>
        {
            var request = await server.GetContextAsync();
            await request.Response.OutputStream.WriteAsync(Content, TestContext.Current.CancellationToken);
            request.Response.Close();
        }, TestContext.Current.CancellationToken);
        var first = await KafkaArchive.FetchAsync($"{address}kafka_2.13-4.3.1.tgz", Sha512, folder.Path);
        await answering;
        server.Stop();

        first.Key.ShouldEndWith("/kafka_2.13-4.3.1.tgz");
        (await KafkaArchive.FetchAsync($"{address}kafka_2.13-4.3.1.tgz", Sha512, folder.Path)).ShouldBe(first);
    }

    [Fact]
    public async Task Where_nobody_answers_the_setting_is_named()
    {
        using var server = new HttpListener();
        var address = Listen(server);
        server.Stop();
        var refused = await Should.ThrowAsync<RefusedException>(() => KafkaArchive.FetchAsync($"{address}kafka.tgz", Sha512, folder.Path));
        refused.Message.ShouldContain("or a file that is here, in sor:kafka");
    }

    [Fact]
    public async Task Another_file_is_refused()
    {
        var file = folder.Write("kafka.tgz", "another archive");
        var refused = await Should.ThrowAsync<RefusedException>(() => KafkaArchive.FetchAsync(file, Sha512, folder.Path));
        refused.Message.ShouldContain($"its SHA-512 is not {Sha512[..16]}");
    }

    private static string Listen(HttpListener server)
    {
        using var any = new TcpListener(IPAddress.Loopback, 0);
        any.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)any.LocalEndpoint).Port}/";
        any.Stop();
        server.Prefixes.Add(address);
        server.Start();
        return address;
    }
}
