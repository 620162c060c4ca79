using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Sor.AppHost.Tests;

/// <summary>The application as it is described, never started: neither Docker nor Aspire's orchestrator is needed.</summary>
internal sealed class Model : IAsyncDisposable
{
    private static readonly DistributedApplicationExecutionContext Publish = new(DistributedApplicationOperation.Publish);

    // What this machine's environment, or its user's secrets, say must not reach a test: a setting without text counts as absent.
    private static readonly string[] Settings =
    [
        "Parameters:run",
        "Parameters:data",
        "Parameters:speed",
        "Parameters:quantity",
        "Parameters:schedule",
        "Parameters:output",
        "ConnectionStrings:kafka",
        "SOR_KAFKA_IMAGE",
    ];

    private readonly IDistributedApplicationTestingBuilder builder;

    private Model(IDistributedApplicationTestingBuilder builder) => this.builder = builder;

    /// <summary>What the dashboard shows. Aspire adds resources of its own, which are hidden.</summary>
    public IEnumerable<IResource> Resources => builder.Resources.Where(resource => !resource.Annotations.OfType<HiddenAnnotation>().Any());

    public IResource this[string name] => builder.Resources.Single(resource => resource.Name == name);

    /// <summary>Describes the application under settings such as <c>Parameters:speed</c>, and further words of its command line.</summary>
    public static async Task<Model> CreateAsync(string[]? words = null, params (string Key, string Value)[] settings)
    {
        var absent = Settings.Except(settings.Select(setting => setting.Key)).Select(key => $"--{key}=");
        string[] args = [.. absent, .. settings.Select(setting => $"--{setting.Key}={setting.Value}"), .. words ?? []];
        return new Model(
            await DistributedApplicationTestingBuilder.CreateAsync<Projects.Sor_AppHost>(args, TestContext.Current.CancellationToken));
    }

    /// <summary>A process's command line as text.</summary>
    public async Task<string[]> ArgumentsAsync(string name)
    {
        var values = new List<object>();
        foreach (var annotation in this[name].Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            await annotation.Callback(
                new CommandLineArgsCallbackContext(values, this[name], TestContext.Current.CancellationToken)
                {
                    ExecutionContext = Publish,
                    Logger = NullLogger.Instance,
                }
            );
        }

        var texts = new List<string>();
        foreach (var value in values)
        {
            texts.Add(
                value is IValueProvider provider
                    ? await provider.GetValueAsync(TestContext.Current.CancellationToken) ?? ""
                    : value.ToString()!);
        }

        return [.. texts];
    }

    /// <summary>A resource's environment, as it would be published: addresses are expressions.</summary>
    public async Task<IReadOnlyDictionary<string, object>> EnvironmentAsync(string name)
    {
        var context = new EnvironmentCallbackContext(Publish, this[name], [], TestContext.Current.CancellationToken);
        foreach (var annotation in this[name].Annotations.OfType<EnvironmentCallbackAnnotation>()) await annotation.Callback(context);
        return context.EnvironmentVariables;
    }

    public ValueTask DisposeAsync() => builder.DisposeAsync();
}
