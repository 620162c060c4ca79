using System.Text.Json;
using System.Text.RegularExpressions;
using Sor.CommandLine;

namespace Sor.Tests.Documentation;

/// <summary>
/// Every code block, table and picture of the README is true. <c>SOR_UPDATE_DOCS=1</c> writes the output of a real run into it.
/// </summary>
public sealed partial class ReadmeTests : IDisposable
{
    private static readonly bool Updates = Environment.GetEnvironmentVariable("SOR_UPDATE_DOCS") == "1";
    private static readonly string[] Executables = ["backtest", "produce", "generate", "collect"];

    private readonly string text = File.ReadAllText(Repository.File("README.md"));
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_output_shown_and_the_picture_are_those_of_a_real_run()
    {
        var output = await SampleAsync();

        var picture = TerminalPicture.Of(FirstCommand, output.Split('\n'));
        if (Updates)
        {
            File.WriteAllText(Repository.File("README.md"), OutputBlock().Replace(text, _ => $"```text\n{output}\n```"));
            File.WriteAllText(Repository.File("docs/images/backtest.svg"), picture);
            return;
        }

        OutputBlock().Match(text).Groups[1].Value.Trim('\n').ShouldBe(output);
        File.ReadAllText(Repository.File("docs/images/backtest.svg")).ShouldBe(picture);
    }

    [Fact]
    public async Task Every_command_shown_exists_with_every_option_shown()
    {
        var known = new Dictionary<string, string>();
        foreach (var word in Executables) known[word] = await HelpAsync(word);
        var launcher = File.ReadAllText(Repository.File("sor"));
        var commands = ShellBlock()
            .Matches(text)
            .SelectMany(block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .ToList();

        commands.ShouldNotBeEmpty();
        foreach (var command in commands)
        {
            var words = command.Split(' ');
            words[0].ShouldBe("./sor", command);
            launcher.ShouldMatch($@"[ |]{words[1]}\b", command);
            foreach (var option in words.Where(w => w.StartsWith("--", StringComparison.Ordinal)))
                known[words[1]].ShouldMatch($@"{option}\b", command);
        }
    }

    [Fact]
    public void The_table_of_commands_is_the_launchers()
    {
        var usage = Usage().Match(File.ReadAllText(Repository.File("sor"))).Groups[1].Value.Split('|');

        Rows("| command |").Select(r => r[0].Trim('`').Replace("./sor ", "", StringComparison.Ordinal)).Order().ShouldBe(usage.Order());
    }

    [Fact]
    public void The_table_of_exit_codes_is_that_of_the_program()
    {
        Rows("| exit code |")
            .Select(r => (int.Parse(r[0]), r[1].Split(':')[0]))
            .ShouldBe(Enum.GetValues<ExitCode>().Select(c => ((int)c, c.ToString().ToLowerInvariant())));
    }

    [Fact]
    public async Task The_tables_of_files_and_routers_are_those_of_a_run()
    {
        await SampleAsync();
        using var result = JsonDocument.Parse(File.ReadAllBytes(folder.File("result.json")));

        Rows("| in `out/` |")
            .Select(r => r[0].Trim('`'))
            .Order()
            .ShouldBe(Directory.GetFiles(folder.Path).Select(f => Path.GetFileName(f)).Order());
        Rows("| router |")
            .Select(r => r[0].Trim('`'))
            .ShouldBe(
                result
                    .RootElement.GetProperty("details")
                    .GetProperty("strategies")
                    .EnumerateObject()
                    .Select(p => p.Name)
                    .Where(name => !name.Contains('.')),
                "routers under another assumption on queues have no row");
    }

    private string FirstCommand => ShellBlock().Match(text).Groups[1].Value.Split('\n')[0];

    private IEnumerable<string[]> Rows(string header) => MarkdownTable.Rows(text, header);

    private async Task<string> SampleAsync()
    {
        FirstCommand.ShouldStartWith("./sor backtest ");
        var output = await SorProcess.Backtest([.. FirstCommand.Split(' ').Skip(2), "--out", folder.Path]).SucceedAsync();
        var lines = output
            .Replace(folder.Path, "out", StringComparison.Ordinal)
            .Split('\n')
            .Select(l => Seconds().Replace(l.TrimEnd(), "; 0.2 s."));
        return string.Join('\n', lines);
    }

    private static async Task<string> HelpAsync(string word) =>
        await (word == "produce" ? SorProcess.Produce("--help") : SorProcess.Start("Sor.Backtester", [word, "--help"])).SucceedAsync();

    [GeneratedRegex("```text\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex OutputBlock();

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"usage: \./sor ([a-z|]+)")]
    private static partial Regex Usage();

    [GeneratedRegex(@"; \d+\.\d s\.$")]
    private static partial Regex Seconds();
}
