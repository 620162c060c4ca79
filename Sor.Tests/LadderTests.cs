using System.Text.RegularExpressions;

namespace Sor.Tests;

/// <summary>The folders of Sor.Core stand one above the other as docs/code.md draws them, the lowest first.</summary>
public sealed partial class LadderTests
{
    private static readonly IReadOnlyList<string> Ladder =
        [.. MarkdownTable.Rows(File.ReadAllText(Repository.File("docs/code.md")), "| folder | what lives there |").Select(cells => cells[0].Trim('`', ' '))];

    private static readonly IReadOnlyList<SourceFile> Core =
    [
        .. Directory
            .EnumerateFiles(Repository.File("Sor.Core"), "*.cs", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(SourceFile.Read),
    ];

    [Fact]
    public void The_page_draws_every_folder_once() => Ladder.Order().ShouldBe(Core.Select(f => f.TopFolder).Distinct().Order());

    [Fact]
    public void A_folder_uses_only_folders_below_it()
    {
        var types = TypesByFolder(Core);
        var rung = Ladder.Index().ToDictionary(r => r.Item, r => r.Index);
        var upward = from file in Core
                     from used in Uses(file, types)
                     where rung[used] > rung[file.TopFolder]
                     select $"{file.Path} uses {used}, which stands above {file.TopFolder}";

        upward.ShouldBeEmpty();
    }

    [Fact]
    public void Every_file_is_in_the_namespace_of_its_folder()
    {
        // A type of a namespace that folders share could be used without a line that says so.
        foreach (var file in Core)
            NamespaceLine().Match(file.Text).Groups[1].Value.ShouldBe("Sor.Core." + file.Folder.Replace('/', '.'), file.Path);
    }

    [Fact]
    public void What_every_file_uses_without_a_line_of_its_own_is_lowest()
    {
        var everywhere = UsedEverywhere()
            .Matches(File.ReadAllText(Repository.File("Sor.Core/Sor.Core.csproj")))
            .Select(m => m.Groups[1].Value);

        everywhere.ShouldBe(Ladder.Take(2));
    }

    [Theory]
    [InlineData("using Sor.Core.Routing;", "Routing")]
    [InlineData("using static Sor.Core.Routing.Collars;", "Routing")]
    [InlineData("using Router = Sor.Core.Routing.NetRouter;", "Routing")]
    [InlineData("var router = new Routing.NetRouter();", "Routing")]
    [InlineData("/// <see cref=\"Routing.NetRouter.Route\"/>", "Routing")]
    [InlineData("var router = options.Routing.NetRouter;", null)]
    [InlineData("Routing.Begin();", null)]
    [InlineData("using Sor.Core.Book;", null)]
    public void A_use_is_a_using_line_or_a_name_with_its_folder(string line, string? used)
    {
        var types = new Dictionary<string, IReadOnlySet<string>>
        {
            ["Routing"] = new HashSet<string> { "NetRouter" },
            ["Book"] = new HashSet<string>(),
        };

        Uses(new SourceFile("Book/Some.cs", "Book", line), types).ShouldBe(used is null ? [] : [used]);
    }

    private static IEnumerable<string> Uses(SourceFile file, Dictionary<string, IReadOnlySet<string>> types)
    {
        var named = WholeName().Matches(file.Text).Select(m => m.Groups[1].Value);
        var fromParent = NameWithFolder().Matches(file.Text)
            .Where(m => types.TryGetValue(m.Groups[1].Value, out var declared) && declared.Contains(m.Groups[2].Value))
            .Select(m => m.Groups[1].Value);
        return named.Concat(fromParent).Distinct().Where(folder => folder != file.TopFolder && types.ContainsKey(folder));
    }

    /// <summary>The types that a folder declares, and the folders within it.</summary>
    private static Dictionary<string, IReadOnlySet<string>> TypesByFolder(IEnumerable<SourceFile> files) =>
        files
            .GroupBy(f => f.TopFolder)
            .ToDictionary(
        folder => folder.Key,
                IReadOnlySet<string> (folder) =>
                    folder
                        .SelectMany(f => Declaration().Matches(f.Text).Select(m => m.Groups[1].Value).Concat(f.Folder.Split('/').Skip(1)))
                        .ToHashSet());

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"<Using Include=""Sor\.Core\.(\w+)""")]
    private static partial Regex UsedEverywhere();

    [GeneratedRegex(@"\bSor\.Core\.(\w+)")]
    private static partial Regex WholeName();

    [GeneratedRegex(@"(?<![\w.])(\w+)\.(\w+)")]
    private static partial Regex NameWithFolder();

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record(?: struct| class)?|delegate \w+) (\w+)")]
    private static partial Regex Declaration();

    private sealed record SourceFile(string Path, string Folder, string Text)
    {
        public string TopFolder => Folder.Split('/')[0];

        public static SourceFile Read(string path)
        {
            var relative = System.IO.Path.GetRelativePath(Repository.File("Sor.Core"), path);
            return new SourceFile(relative, System.IO.Path.GetDirectoryName(relative)!.Replace('\\', '/'), File.ReadAllText(path));
        }
    }
}
