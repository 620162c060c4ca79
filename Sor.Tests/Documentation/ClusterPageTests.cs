using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Serialization;

namespace Sor.Tests.Documentation;

/// <summary>The manifests of the page on clusters: they parse, and the programs take every word and every setting in them.</summary>
[RunsPrograms]
public sealed partial class ClusterPageTests : IDisposable
{
    private readonly string page = File.ReadAllText(Repository.File("docs/cluster.md"));
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Kubernetes_manifests_have_the_shape_of_their_kinds()
    {
        var documents = Documents();

        documents.Select(document => $"{document["apiVersion"]} {document["kind"]} {document["metadata"]!["name"]}")
            .ShouldBe(["v1 ConfigMap sor", "batch/v1 Job sor-group", "batch/v1 Job sor-collect"]);
        foreach (var job in documents.Skip(1))
        {
            Names(job).ShouldBe(["apiVersion", "kind", "metadata", "spec"], ignoreOrder: true);
            Names(job["spec"]).ShouldBeSubsetOf(
                ["completions", "parallelism", "backoffLimit", "ttlSecondsAfterFinished", "podFailurePolicy", "template"]);
            var pod = job["spec"]!["template"]!["spec"]!;
            Names(pod).ShouldBeSubsetOf(["restartPolicy", "terminationGracePeriodSeconds", "securityContext", "containers", "volumes"]);
            // A policy by exit code is taken with this one alone.
            pod["restartPolicy"]!.GetValue<string>().ShouldBe("Never");
            var container = pod["containers"]!.AsArray().ShouldHaveSingleItem()!;
            Names(container).ShouldBeSubsetOf(["name", "image", "args", "env", "resources", "securityContext", "volumeMounts"]);
            container["volumeMounts"]!.AsArray().Select(mount => $"{mount!["name"]}")
                .ShouldBe(pod["volumes"]!.AsArray().Select(volume => $"{volume!["name"]}"));
            foreach (var map in pod["volumes"]!.AsArray().Select(volume => volume!["configMap"]).OfType<JsonNode>())
                $"{map["name"]}".ShouldBe("sor");
        }

        var group = documents[1]["spec"]!;
        $"{group["podFailurePolicy"]!["rules"]![0]!["onExitCodes"]!["containerName"]}"
            .ShouldBe($"{group["template"]!["spec"]!["containers"]![0]!["name"]}");
        $"{group["completions"]}".ShouldBe($"{group["parallelism"]}");
    }

    [Fact]
    public async Task Kubernetes_containers_are_taken_by_the_programs_as_they_stand()
    {
        var documents = Documents();
        var client = folder.Write("client.properties", $"{documents[0]["data"]!["client.properties"]}");
        foreach (var job in documents.Skip(1))
        {
            var container = job["spec"]!["template"]!["spec"]!["containers"]![0]!;
            var args = container["args"]!.AsArray()
                .Select(arg => $"{arg}".Replace("/etc/sor/client.properties", client, StringComparison.Ordinal));
            await StartsAsync(args, container["env"]!.AsArray().Select(variable => ($"{variable!["name"]}", "secret")));
        }
    }

    [Fact]
    public async Task The_ECS_task_is_taken_by_the_programs_as_it_stands()
    {
        var (task, overrides) = (Json()[0], Json()[1]);
        Names(task).ShouldBeSubsetOf(
            ["family", "requiresCompatibilities", "networkMode", "cpu", "memory", "runtimePlatform", "executionRoleArn",
            "containerDefinitions"]);
        var container = task["containerDefinitions"]!.AsArray().ShouldHaveSingleItem()!;
        Names(container).ShouldBeSubsetOf(
            ["name", "image", "essential", "user", "stopTimeout", "command", "environment", "secrets", "logConfiguration"]);
        var other = overrides["containerOverrides"]!.AsArray().ShouldHaveSingleItem()!;
        $"{other["name"]}".ShouldBe($"{container["name"]}");

        var environment = container["environment"]!.AsArray().Select(variable => ($"{variable!["name"]}", $"{variable["value"]}"))
            .Concat(container["secrets"]!.AsArray().Select(secret => ($"{secret!["name"]}", "secret"))).ToList();
        foreach (var command in new[] { container["command"]!, other["command"]! })
            await StartsAsync(command.AsArray().Select(word => $"{word}"), environment);
    }

    /// <summary>
    /// With no broker to be had, a program that takes all words and settings ends with 1 and says so; with 2 where there is one that it
    /// does not take.
    /// </summary>
    private async Task StartsAsync(IEnumerable<string> words, IEnumerable<(string Name, string Value)> environment)
    {
        var args = words.Select(word => Out().Replace(Brokers().Replace(word, "127.0.0.1:9"), folder.File("out"))).ToList();
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i].StartsWith("--wait=", StringComparison.Ordinal)) args[i] = "--wait=1s";
            if (args[i] == "--wait") args[i + 1] = "1s";
        }

        var variables = environment.Select(variable => (variable.Name, Brokers().Replace(variable.Value, "127.0.0.1:9"))).ToArray();
        var ending = await SorProcess.Start("Sor.Backtester", args, variables).EndAsync();

        ending.Error.ShouldContain("no Kafka broker answers at 127.0.0.1:9");
        ending.Code.ShouldBe(1);
    }

    private List<JsonNode> Documents()
    {
        var yaml = Blocks("yaml").ShouldHaveSingleItem();
        var json = new SerializerBuilder().JsonCompatible().Build();
        return [.. yaml.Split("\n---\n")
            .Select(text => JsonNode.Parse(json.Serialize(new DeserializerBuilder().Build().Deserialize(text)!))!)];
    }

    private List<JsonNode> Json() =>
        [.. Blocks("json")
        .Select(text => JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false })!)];

    private static IEnumerable<string> Names(JsonNode? node) => node.ShouldNotBeNull().AsObject().Select(property => property.Key);

    private IEnumerable<string> Blocks(string language) =>
        Block().Matches(page).Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value);

    [GeneratedRegex("```([a-z]+)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"(?<=^|=)[a-z0-9.-]+:\d{4}(,[a-z0-9.-]+:\d{4})*$")]
    private static partial Regex Brokers();

    [GeneratedRegex("(?<=^|=)(/tmp)?/out$")]
    private static partial Regex Out();
}
