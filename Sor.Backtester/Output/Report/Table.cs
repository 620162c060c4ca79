namespace Sor.Backtester.Output.Report;

/// <summary>
/// A table: a caption, a head, and rows whose first cell names them. What is wider than the page is scrolled, by keyboard too.
/// </summary>
internal static class Table
{
    /// <summary>Writes a table.</summary>
    /// <param name="id">Its name on the page.</param>
    /// <param name="caption">What it shows.</param>
    /// <param name="head">Names of the columns.</param>
    /// <param name="rows">Cells of each row, one for each column.</param>
    public static Html Of(string id, string caption, IReadOnlyList<string> head, IEnumerable<IReadOnlyList<Html>> rows) =>
        $"""
        <div class="scroll" role="region" tabindex="0" aria-labelledby="{id}-caption">
        <table id="{id}">
        <caption id="{id}-caption">{caption}</caption>
        <thead><tr>{head.Select(Column)}</tr></thead>
        <tbody>
        {rows.Select(Row)}</tbody>
        </table>
        </div>

        """;

    /// <summary>A cell of text or of a number.</summary>
    public static Html Cell(string text) => $"{text}";

    private static Html Column(string name) => $"""<th scope="col">{name}</th>""";

    private static Html Row(IReadOnlyList<Html> cells) =>
        $"<tr><th scope=\"row\">{cells[0]}</th>{cells.Skip(1).Select(cell => (Html)$"<td>{cell}</td>")}</tr>\n";
}
