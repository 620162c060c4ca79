using System.Text.RegularExpressions;

namespace Sor.Testing;

/// <summary>The table <c>When something fails</c> of the page on streaming.</summary>
internal static class FailureTable
{
    /// <summary>Its rows.</summary>
    public static IReadOnlyList<Row> Rows { get; } =
    [
        .. MarkdownTable
            .Rows(File.ReadAllText(Repository.File("docs/streaming.md")), "| what happened |")
            .Select(cells => new Row(cells[0], cells[1], int.Parse(cells[2]), cells[3])),
    ];

    /// <summary>A failure that a test has brought about is in the table, as it was seen and with its exit code.</summary>
    /// <param name="code">The exit code.</param>
    /// <param name="error">Standard error; its last line counts, those before say what was waited for.</param>
    /// <param name="output">Standard output, which counts where standard error is empty.</param>
    public static void ShouldExplain(int code, string error, string output)
    {
        var seen = (error.Length > 0 ? error.Split('\n')[^1] : output.Split('\n')[0]).Trim();
        Rows.ShouldContain(row => row.ExitCode == code && row.Matches(seen), $"docs/streaming.md does not explain exit {code}: {seen}");
    }

    /// <summary>A row.</summary>
    public sealed record Row(string What, string Seen, int ExitCode, string Remedy)
    {
        /// <summary>What is seen, where it is a message: its pieces between what differs.</summary>
        public string[] Pieces => Seen.StartsWith('`') ? Seen.Trim('`').Split('…') : [];

        public bool Matches(string seen) =>
            Pieces is { Length: > 0 } pieces && Regex.IsMatch(seen, $"^{string.Join(".*", pieces.Select(Regex.Escape))}$");
    }
}
