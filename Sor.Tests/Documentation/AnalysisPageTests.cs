using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Sor.Tests.Tables;

namespace Sor.Tests.Documentation;

/// <summary>
/// The questions of <c>docs/analysis.md</c> are asked, of the run that the page begins with: DuckDB gives the answers shown, and pandas the
/// same. <c>SOR_UPDATE_DOCS=1</c> writes the answers into the page.
/// </summary>
public sealed partial class AnalysisPageTests : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private static readonly bool Updates = Environment.GetEnvironmentVariable("SOR_UPDATE_DOCS") == "1";
    private readonly string page = File.ReadAllText(Repository.File("docs/analysis.md"));
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_query_gives_the_answer_that_is_shown()
    {
        using var duck = DuckDb.Start();
        await RunAsync();

        var updated = Question().Replace(page, found => $"{found.Groups[1].Value}```text\n{Shown(duck.Ask(Query(found)))}```\n");

        Question().Count(page).ShouldBe(5);
        if (Updates) File.WriteAllText(Repository.File("docs/analysis.md"), updated);
        else page.ShouldBe(updated);
    }

    /// <summary>Debian's pandas reads no Parquet: DuckDB hands it the same tables as CSV.</summary>
    [Fact]
    public async Task Pandas_gives_the_same_answers()
    {
        using var duck = DuckDb.Start();
        await WithPandasAsync();
        await RunAsync();
        foreach (var table in (string[])["fills", "parents", "decisions"])
            duck.Ask($"copy (from '{folder.File(table)}.parquet') to '{folder.File(table)}.csv'");
        var blocks = PythonBlock().Matches(page).Select(m => m.Groups[1].Value).ToList();
        var start = ReadParquet().Replace(
            blocks[0],
            m => $"pd.read_csv('{folder.File(m.Groups[1].Value)}.csv', parse_dates=['parent', *{Times(m.Groups[1].Value)}])");

        foreach (var (question, block) in Question().Matches(page).Zip(blocks.Skip(1), (q, b) => (q, b)))
        {
            var answer = await PythonAsync($"{start}\n{block}\nprint(answer.to_csv(index=False))");
            var (columns, rows) = duck.Ask(Query(question));
            var lines = answer.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            lines[0].ShouldBe(string.Join(',', columns));
            lines.Length.ShouldBe(rows.Count + 1);
            foreach (var (line, row) in lines.Skip(1).Zip(rows))
                foreach (var (cell, expected) in line.Split(',').Zip(row))
                    if (expected is string text) cell.ShouldBe(text, block);
                    else Number(cell).ShouldBe(Number(expected!), .0005, block);
        }
    }

    private static string Times(string table) => table switch
    {
        "fills" or "decisions" => "['time']",
        _ => "['parent_end']",
    };

    private async Task RunAsync()
    {
        var words = ShellBlock().Match(page).Groups[1].Value.Trim().Split(' ');
        words[..2].ShouldBe(["./sor", "backtest"]);
        await SorProcess.Backtest([.. words[2..], "--out", folder.Path]).SucceedAsync();
    }

    private string Query(Match question) => question.Groups[2].Value.Replace("'out/", $"'{folder.Path}/", StringComparison.Ordinal);

    private static double Number(object cell) =>
        cell is BigInteger whole ? (double)whole : Convert.ToDouble(cell, CultureInfo.InvariantCulture);

    private static string Shown((string[] Columns, List<object?[]> Rows) answer)
    {
        var cells = answer.Rows.Select(row => row.Select(cell => cell switch
        {
            double or decimal => Number(cell).ToString("0.000", CultureInfo.InvariantCulture),
            _ => Convert.ToString(cell, CultureInfo.InvariantCulture)!,
        }).ToArray()).ToList();
        var widths = answer.Columns.Select((name, i) => Math.Max(name.Length, cells.Max(row => row[i].Length))).ToArray();
        return string.Concat(cells.Prepend(answer.Columns).Select(Line));

        string Line(string[] row) => string.Join(
            "  ",
            row.Select((cell, i) => answer.Rows[0][i] is string ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd() + "\n";
    }

    private static async Task WithPandasAsync()
    {
        Assert.SkipUnless(File.Exists(Python), $"{Python} is not on this machine");
        using var python = Start("import pandas");
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipWhen(python.ExitCode != 0, "pandas is not on this machine (Debian: python3-pandas)");
    }

    private static async Task<string> PythonAsync(string program)
    {
        using var python = Start(program);
        var error = python.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        python.ExitCode.ShouldBe(0, await error);
        return output;
    }

    private static Process Start(string program) =>
        Process.Start(new ProcessStartInfo(Python, ["-c", program]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    [GeneratedRegex("(```sql\n(.*?)```\n\n)```text\n(.*?)```\n", RegexOptions.Singleline)]
    private static partial Regex Question();

    [GeneratedRegex("```python\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex PythonBlock();

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex("""pd\.read_parquet\("out/([a-z]+)\.parquet"\)""")]
    private static partial Regex ReadParquet();
}
