using System.Text.RegularExpressions;

namespace Sor.Tests.Documentation;

/// <summary>Links between the pages lead somewhere, and no page is out of reach.</summary>
public sealed partial class LinksTests
{
    private static readonly string[] Pages =
    [
        .. new[] { "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md" }.Select(Repository.File),
        .. Directory.GetFiles(Repository.File("docs"), "*.md"),
    ];

    [Fact]
    public void Every_file_and_heading_linked_to_is_there()
    {
        var broken = from page in Pages
                     from Match link in Link().Matches(File.ReadAllText(page))
                     let target = link.Groups[1].Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, link.Groups[1].Value)
                     where !File.Exists(target) || (link.Groups[2].Length > 0 && !Anchors(target).Contains(link.Groups[2].Value[1..]))
                     select $"{Path.GetFileName(page)}: {link.Value[2..^1]}";

        broken.ShouldBeEmpty();
    }

    [Fact]
    public void The_README_leads_to_every_page()
    {
        var readme = File.ReadAllText(Repository.File("README.md"));

        Pages[1..]
            .Select(page => Path.GetRelativePath(Repository.Root, page).Replace('\\', '/'))
            .Where(page => !readme.Contains($"]({page})", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    /// <summary>What a page's headings are called in links: small letters, hyphens for blanks, no punctuation.</summary>
    private static IEnumerable<string> Anchors(string page) =>
        from line in File.ReadLines(page)
        where line.StartsWith('#')
        select Punctuation().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\((?!https?:)([^)#]*)(#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();
}
