using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace Sor.IntegrationTests.Report;

/// <summary>The tables of a report's page, compared with what <c>result.json</c> holds.</summary>
internal sealed class ReportTables(IPage page)
{
    private readonly HashSet<string> compared = [];

    /// <summary>Ids of the tables that have been compared.</summary>
    public IReadOnlyCollection<string> Compared => compared;

    /// <summary>Each row of a table shows these values of its node: a column and the key of its value, <c>a.b</c> for one within.</summary>
    public async Task ShowAsync(string table, IEnumerable<JsonElement> nodes, params (string Column, string Key)[] columns)
    {
        var (rows, expected) = (await RowsAsync(table), nodes.ToList());
        rows.Count.ShouldBe(expected.Count, table);
        for (var row = 0; row < rows.Count; row++)
            foreach (var (column, key) in columns)
                Compare(rows[row][column], Held(expected[row], key), $"{table}, row {row}, {column}");
    }

    /// <summary>One column of a table shows a value of the same node in each row. A row without a key is not a number.</summary>
    public async Task ShowRowsAsync(string table, string column, JsonElement node, params string[] keys)
    {
        var rows = await RowsAsync(table);
        rows.Count.ShouldBe(keys.Length, table);
        for (var row = 0; row < rows.Count; row++)
            if (keys[row].Length > 0)
                Compare(rows[row][column], Held(node, keys[row]), $"{table}, row {row}, {column}");
    }

    /// <summary>The rows of a table, by the names of its columns.</summary>
    public async Task<List<Dictionary<string, string>>> RowsAsync(string table)
    {
        compared.Add(table);
        var cells = await page.Locator($"#{table} tr")
            .EvaluateAllAsync<string[][]>("rows => rows.map(row => [...row.children].map(cell => cell.textContent))");
        return [.. cells.Skip(1).Select(row => cells[0].Zip(row).ToDictionary(p => p.First, p => p.Second))];
    }

    private static void Compare(string shown, decimal? held, string where)
    {
        var number = Number(shown);
        if (held is null || number is null) number.ShouldBe(held, where);
        else Math.Abs(number.Value - held.Value).ShouldBeLessThanOrEqualTo(Half(shown), $"{where}: {number} for {held}");
    }

    /// <summary>A number as it is shown; <c>null</c> where it is not available.</summary>
    private static decimal? Number(string shown) => shown == "–" ? null
        : shown.EndsWith(" %", StringComparison.Ordinal) ? decimal.Parse(shown[..^2], CultureInfo.InvariantCulture) / 100
        : decimal.Parse(shown.Replace(" s", ""), NumberStyles.Number | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static decimal? Held(JsonElement node, string path)
    {
        foreach (var key in path.Split('.'))
        {
            if (node.ValueKind == JsonValueKind.Null) return null;
            node = node.GetProperty(key);
        }

        return node.ValueKind == JsonValueKind.Null ? null : node.GetDecimal();
    }

    /// <summary>How far a number shown may be off: half of its last decimal and half of the result's, where any is dropped.</summary>
    private static decimal Half(string shown)
    {
        if (shown.EndsWith(" s", StringComparison.Ordinal)) return 0.05m;
        var point = shown.IndexOf('.', StringComparison.Ordinal);
        return point >= 0 && shown.Length - point - 1 == 3 ? 0.00055m : 0;
    }
}
