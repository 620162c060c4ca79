using System.Text.RegularExpressions;

namespace Sor.Tests.Documentation;

/// <summary>The page on the code and the one for contributors speak of what is there.</summary>
public sealed partial class CodePageTests
{
    private static readonly string Code = File.ReadAllText(Repository.File("docs/code.md"));
    private static readonly string Contributing = File.ReadAllText(Repository.File("CONTRIBUTING.md"));

    [Fact]
    public void Every_project_is_on_the_page_and_no_other()
    {
        var built = SolutionProject().Matches(File.ReadAllText(Repository.File("Sor.sln"))).Select(match => match.Groups[1].Value);

        MarkdownTable
            .Rows(Code, "| project |")
            .SelectMany(cells => Quoted().Matches(cells[0]).Select(match => match.Groups[1].Value))
            .Order()
            .ShouldBe(built.Order());
    }

    [Fact]
    public void Every_place_where_something_is_decided_is_there()
    {
        var places = MarkdownTable
            .Rows(Code, "| what | where |")
            .SelectMany(cells => Source().Matches(cells[1]).Select(match => match.Groups[1].Value))
            .ToList();

        places.Count.ShouldBeGreaterThan(10);
        places.Where(place => !File.Exists(Repository.File(place)) && !File.Exists(Repository.File($"Sor.Core/{place}"))).ShouldBeEmpty();
    }

    [Fact]
    public void Every_type_that_a_page_names_is_there()
    {
        var sources = string.Concat(Directory.EnumerateDirectories(Repository.Root, "Sor.*")
            .SelectMany(project => Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories))
            .Select(File.ReadAllText));
        var named = new[] { Code, Contributing }
            .SelectMany(page => TypeName().Matches(page))
            .Select(match => match.Groups[1].Value)
            .Distinct()
            .ToList();

        named.Count.ShouldBeGreaterThan(20);
        named.Where(name => name is not ("LargestRouter" or "PublicAPI") && !Regex.IsMatch(sources, $@"\b{name}\b")).ShouldBeEmpty();
    }

    [GeneratedRegex(@"^Project\(.*?\) = ""([\w.]+)""", RegexOptions.Multiline)]
    private static partial Regex SolutionProject();

    [GeneratedRegex("`([\\w.]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"`([\w./]+\.cs)`")]
    private static partial Regex Source();

    [GeneratedRegex("`([A-Z][a-z]+[A-Z]\\w*)[`.(]")]
    private static partial Regex TypeName();
}
