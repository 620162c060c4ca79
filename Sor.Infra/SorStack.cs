using System.Text.Json;
using Pulumi;
using Sor.Infra.Machine;

namespace Sor.Infra;

/// <summary>The program that <c>pulumi up</c> runs.</summary>
public static class SorStack
{
    // The longest name that a bucket can have: user data that fits with it fits with any name.
    private static readonly string LongestBucket = new('x', 63);

    /// <summary>Checks the settings, publishes the executables, declares the machine; the outputs are commands to copy.</summary>
    /// <exception cref="RunException">A setting is refused, or publishing failed; nothing has been created.</exception>
    public static Task<IDictionary<string, object?>> DefineAsync() => DefineAsync(null);

    internal static async Task<IDictionary<string, object?>> DefineAsync(ComponentResourceOptions? options)
    {
        try
        {
            var config = new Config("sor");
            var root = Release.Root();
            var settings = MachineSettings.Read(config.Get, Given("sor:"), Region(), root);
            var offer = await Offer.AskAsync(settings);
            var architecture = settings.InstanceType.Architecture;
            var archive = settings.Archive is { } ready
                ? Artifact.Of(ready)
                : await Release.PublishAsync(
                    root,
                    architecture,
                    Path.Combine(root, "artifacts", "machine", $"sor-linux-{architecture}.tar.gz"),
                    Console.Error);
            var bootstrap = await File.ReadAllTextAsync(Path.Combine(root, "deploy", "bootstrap.sh"));
            var pinned = KafkaArchive.PinnedIn(bootstrap);
            var sha512 = settings.KafkaSha512 ?? pinned.Sha512;
            var kafka = await KafkaArchive.FetchAsync(settings.Kafka ?? pinned.Url, sha512, Path.Combine(root, "artifacts", "machine"));
            var uploads = new Uploads(archive, Artifact.Of(settings.Data), kafka, sha512);
            _ = UserData.Render(settings, LongestBucket, uploads, bootstrap);

            return new BacktestMachine("sor", new BacktestMachineArgs(settings, offer, uploads, bootstrap), options).Outputs();
        }
        catch (RefusedException e)
        {
            throw new RunException(e.Message);
        }
    }

    // Pulumi passes all settings to the program in this variable. Its Config class looks settings up by name, but cannot list them.
    private static IEnumerable<string> Given(string prefix)
    {
        using var all = JsonDocument.Parse(Environment.GetEnvironmentVariable("PULUMI_CONFIG") is { Length: > 0 } json ? json : "{}");
        return
        [
            .. all
                .RootElement.EnumerateObject()
                .Select(setting => setting.Name)
                .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .Select(name => name[prefix.Length..]),
        ];
    }

    private static string? Region() =>
        new Config("aws").Get("region")
        ?? Environment.GetEnvironmentVariable("AWS_REGION")
        ?? Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION");
}
