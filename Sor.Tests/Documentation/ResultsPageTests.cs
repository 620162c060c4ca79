using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sor.Tests.Documentation;

public sealed partial class ResultsPageTests
{
    [Fact]
    public async Task Every_key_of_a_result_is_explained_and_every_key_explained_is_in_a_result()
    {
        using var folder = new TemporaryFolder();
        await SorProcess.Backtest("--out", folder.Path).SucceedAsync();
        using var result = JsonDocument.Parse(File.ReadAllBytes(folder.File("result.json")));
        var root = result.RootElement;
        var text = File.ReadAllText(Repository.File("docs/results.md"));

        Explained("## Classic keys").ShouldBe(Keys(root));
        foreach (var part in new[] { "verdict", "details", "tuning", "data" })
            Explained($"## `{part}`").ShouldBe(Keys(root.GetProperty(part)), part);
        Explained("## A strategy's side")
            .ShouldBe(Keys(root.GetProperty("details").GetProperty("strategies").GetProperty("static").GetProperty("buy")));

        IEnumerable<string> Explained(string heading)
        {
            var section = text[text.IndexOf(heading, StringComparison.Ordinal)..];
            return MarkdownTable.Rows(section, "| key |").SelectMany(r => Name().Matches(r[0]).Select(m => m.Groups[1].Value));
        }
    }

    private static IEnumerable<string> Keys(JsonElement node) => node.EnumerateObject().Select(p => p.Name);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();
}
