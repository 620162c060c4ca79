using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

// One deployment at a time: its settings come from the environment.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Sor.Infra.Tests;

/// <summary>A resource as it was asked for.</summary>
internal sealed record Asked(string Type, string Name, ImmutableDictionary<string, object> Inputs)
{
    public object? this[string input] => Inputs.GetValueOrDefault(input);

    /// <summary>An input inside an input.</summary>
    public object? In(string input, string inner) =>
        (Inputs.GetValueOrDefault(input) as IReadOnlyDictionary<string, object>)?.GetValueOrDefault(inner);
}

/// <summary>What the stack asks the cloud for, written down instead of done. An unknown question is an error.</summary>
internal sealed class Cloud : IMocks
{
    private readonly ConcurrentQueue<Asked> asked = new();
    private readonly ConcurrentDictionary<string, ResourceOptions> options = new();

    public IReadOnlyList<Asked> Asked => [.. asked];

    public ImmutableArray<Resource> Resources { get; private set; }

    public IReadOnlyDictionary<string, object?> Outputs { get; private set; } = new Dictionary<string, object?>();

    /// <summary>Zones in which the asked type is offered.</summary>
    public string[] Zones { get; init; } = ["us-east-1c", "us-east-1a", "us-east-1-bos-1a", "us-east-1-wl1-bos-wlz-1"];

    /// <summary>A type of resource at whose making the update is interrupted.</summary>
    public string? InterruptedAt { get; init; }

    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        if (args.Type == InterruptedAt) throw new InvalidOperationException("interrupted");
        asked.Enqueue(new Asked(args.Type!, args.Name!, args.Inputs));
        var state = args.Inputs.ToDictionary(input => input.Key, input => input.Value);
        switch (args.Type)
        {
            case "aws:s3/bucket:Bucket": state["bucket"] = "sor-data-1234"; break;
            case "aws:ec2/instance:Instance": state["publicIp"] = "203.0.113.99"; break;
            case "aws:ec2/keyPair:KeyPair": state["keyName"] = "sor-ssh-1234"; break;
            case "aws:iam/role:Role" or "aws:iam/instanceProfile:InstanceProfile": state["name"] = $"{args.Name}-1234"; break;
        }

        return Task.FromResult<(string?, object)>(
            (args.Type == "aws:ec2/instance:Instance" ? "i-0123456789abcdef0" : $"{args.Name}-id", state));
    }

    public Task<object> CallAsync(MockCallArgs args) => Task.FromResult<object>(args.Token switch
    {
        "aws:ssm/getParameter:getParameter" => new Dictionary<string, object> { ["insecureValue"] = $"ami of {args.Args["name"]}" },
        "aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings" => new Dictionary<string, object>
        {
            ["locations"] = Zones.ToImmutableArray(),
        },
        _ => throw new InvalidOperationException($"the stack asked {args.Token}, which these tests do not know"),
    });

    /// <summary>Runs the stack with these settings beside the defaults.</summary>
    public static async Task<Cloud> UpAsync(params (string Name, string Value)[] settings) => await new Cloud().RunAsync(settings);

    public async Task<Cloud> RunAsync(params (string Name, string Value)[] settings)
    {
        var archive = Path.Combine(Path.GetTempPath(), $"sor-archive-{Guid.NewGuid():n}.tar.gz");
        await File.WriteAllTextAsync(archive, "an archive", TestContext.Current.CancellationToken);
        var sha512 = Convert.ToHexStringLower(SHA512.HashData("an archive"u8));
        var config = new Dictionary<string, string>
        {
            ["aws:region"] = "us-east-1",
            ["sor:archive"] = archive,
            ["sor:data"] = archive,
            ["sor:kafka"] = archive,
            ["sor:kafkaSha512"] = sha512,
        };
        foreach (var (name, value) in settings) config[name] = value;
        var before = Environment.GetEnvironmentVariable("PULUMI_CONFIG");
        Environment.SetEnvironmentVariable("PULUMI_CONFIG", JsonSerializer.Serialize(config));
        try
        {
            var options = new TestOptions { ProjectName = "sor", StackName = "dev", IsPreview = false };
            var (resources, outputs) = await Deployment.TestAsync(
                this,
                options,
                () => SorStack.DefineAsync(new ComponentResourceOptions { ResourceTransformations = { Note } }));
            Resources = resources;
            var values = new Dictionary<string, object?>();
            foreach (var (name, value) in outputs)
                values[name] = value is Output<string> text ? await OutputUtilities.GetValueAsync(text) : value;
            Outputs = values;
            return this;
        }
        finally
        {
            Environment.SetEnvironmentVariable("PULUMI_CONFIG", before);
            File.Delete(archive);
        }
    }

    /// <summary>How a resource is to be treated: kept, ordered after others, blind to some changes.</summary>
    public ResourceOptions OptionsOf(string name) => options[name];

    /// <summary>All resources of a type.</summary>
    public IReadOnlyList<Asked> Of(string type) => [.. asked.Where(resource => resource.Type == type)];

    /// <summary>The one resource of a type.</summary>
    public Asked One(string type) => Of(type).ShouldHaveSingleItem();

    private ResourceTransformationResult? Note(ResourceTransformationArgs args)
    {
        options[args.Resource.GetResourceName()] = args.Options;
        return null;
    }
}
