using System.Text.RegularExpressions;
using Sor.Core.Pipeline;

namespace Sor.Tests;

public sealed class LayersTests
{
    /// <summary>The domain knows no Kafka, no host and no command line: executables parse, compose and print.</summary>
    [Fact]
    public void Core_references_no_Kafka_no_host_and_no_command_line()
    {
        var references = typeof(Backtest).Assembly.GetReferencedAssemblies().Select(a => a.Name!).ToList();

        references.ShouldNotBeEmpty();
        references.ShouldAllBe(name => !name.StartsWith("Confluent", StringComparison.Ordinal)
            && !name.StartsWith("Microsoft.Extensions", StringComparison.Ordinal)
            && !name.StartsWith("OpenTelemetry", StringComparison.Ordinal)
            && !name.StartsWith("Spectre", StringComparison.Ordinal)
            && !name.StartsWith("System.CommandLine", StringComparison.Ordinal));
    }

    /// <summary>
    /// The libraries say what failed, where and why; what a user can do about it the programs say, by the names of their options.
    /// </summary>
    [Theory]
    [InlineData("Sor.Core")]
    [InlineData("Sor.Streaming")]
    public void A_library_names_no_option_of_the_programs(string library)
    {
        string[] programs = ["Sor.CommandLine", "Sor.Backtester", "Sor.Producer"];
        var options = programs.SelectMany(Sources).SelectMany(file => Named(File.ReadAllText(file), "\"(--[a-z-]+)\"")).ToHashSet();
        options.Count.ShouldBeGreaterThan(40);

        foreach (var file in Sources(library)) Named(File.ReadAllText(file), "(--[a-z][a-z-]*)").Intersect(options).ShouldBeEmpty(file);
    }

    private static IEnumerable<string> Sources(string project) =>
        Directory.EnumerateFiles(Repository.File(project), "*.cs", SearchOption.AllDirectories);

    private static IEnumerable<string> Named(string text, string pattern) =>
        Regex.Matches(text, pattern).Select(match => match.Groups[1].Value);
}
