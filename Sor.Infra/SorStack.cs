using Pulumi;
using Sor.Infra.Machine;

namespace Sor.Infra;

/// <summary>The program that <c>pulumi up</c> runs.</summary>
public static class SorStack
{
    /// <summary>Checks the settings, publishes the executables, declares the machine; the outputs are commands to copy.</summary>
    /// <exception cref="RunException">A setting is refused, or publishing failed; nothing has been created.</exception>
    public static async Task<IDictionary<string, object?>> DefineAsync()
    {
        try
        {
            var config = new Config("sor");
            var root = Release.Root();
            var settings = MachineSettings.Read(config.Get, Region(), root);
            var architecture = settings.InstanceType.Architecture;
            var archive = settings.Archive is { } ready
                ? Artifact.Of(ready)
                : await Release.PublishAsync(architecture, Path.Combine(root, "artifacts", "machine", $"sor-linux-{architecture}.tar.gz"));
            var bootstrap = await File.ReadAllTextAsync(Path.Combine(root, "deploy", "bootstrap.sh"));

            return new Backtester("sor", new BacktesterArgs(settings, archive, Artifact.Of(settings.Data), bootstrap)).Outputs();
        }
        catch (RefusedException e)
        {
            throw new RunException(e.Message);
        }
    }

    private static string? Region() =>
        new Config("aws").Get("region") ?? Environment.GetEnvironmentVariable("AWS_REGION") ?? Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION");
}
