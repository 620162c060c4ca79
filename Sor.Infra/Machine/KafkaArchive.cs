using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Sor.Infra.Machine;

/// <summary>
/// Apache Kafka's archive. Whoever deploys fetches it once and puts it into the bucket for the machine, which could otherwise start on a
/// day when the mirror is down, cost money and do nothing.
/// </summary>
internal static partial class KafkaArchive
{
    /// <summary>
    /// The version that is installed by default. It is read from the bootstrap script, which must know it because it also works by hand.
    /// </summary>
    public static (string Url, string Sha512) PinnedIn(string bootstrap) =>
        (PinnedUrl().Match(bootstrap).Groups[1].Value, PinnedSha512().Match(bootstrap).Groups[1].Value);

    /// <summary>Finds or downloads the archive, and verifies it.</summary>
    /// <param name="source">An address or a full path.</param>
    /// <param name="sha512">Its checksum.</param>
    /// <param name="folder">Where downloads are kept for the next time.</param>
    /// <exception cref="RefusedException">It cannot be had, or is another file.</exception>
    public static async Task<Artifact> FetchAsync(string source, string sha512, string folder)
    {
        if (!source.Contains("://", StringComparison.Ordinal))
            return await MatchesAsync(source, sha512) ? Artifact.Of(source) : throw WrongChecksum(source, sha512);
        var file = Path.Combine(folder, sha512[..16], Path.GetFileName(new Uri(source).LocalPath));
        if (File.Exists(file) && await MatchesAsync(file, sha512)) return Artifact.Of(file);

        var draft = $"{file}.partial";
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        try
        {
            using var client = new HttpClient { Timeout = TimeSpan.FromMinutes(15) };
            await using var content = await client.GetStreamAsync(new Uri(source));
            await using var to = File.Create(draft);
            await content.CopyToAsync(to);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            throw new RefusedException($"{source}: cannot be downloaded: {e.Message}; name a mirror, or a file that is here, in sor:kafka");
        }

        if (!await MatchesAsync(draft, sha512)) throw WrongChecksum(source, sha512);
        File.Move(draft, file, overwrite: true);
        return Artifact.Of(file);
    }

    private static async Task<bool> MatchesAsync(string path, string sha512)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA512.HashDataAsync(file)) == sha512;
    }

    private static RefusedException WrongChecksum(string source, string sha512) =>
        new($"{source}: wrong checksum: its SHA-512 is not {sha512[..16]}…; another version needs its own in sor:kafkaSha512");

    [GeneratedRegex(@"SOR_KAFKA:=(https://[^}]+)\}")]
    private static partial Regex PinnedUrl();

    [GeneratedRegex(@"SOR_KAFKA_SHA512:=([0-9a-f]{128})\}")]
    private static partial Regex PinnedSha512();
}
