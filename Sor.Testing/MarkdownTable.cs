namespace Sor.Testing;

/// <summary>Tables of a page.</summary>
internal static class MarkdownTable
{
    /// <summary>The cells of each row below a header that begins so.</summary>
    public static IEnumerable<string[]> Rows(string text, string header)
    {
        var lines = text.Split('\n')
            .SkipWhile(l => !l.StartsWith(header, StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(l => l.StartsWith('|'))
            .ToList();
        lines.ShouldNotBeEmpty($"no table '{header}'");
        return lines.Select(l => l.Trim('|').Split(" | ").Select(c => c.Trim()).ToArray());
    }
}
