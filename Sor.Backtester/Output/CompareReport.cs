using Sor.Backtester.Output.Report;
using Sor.CommandLine;
using Spectre.Console;

namespace Sor.Backtester.Output;

/// <summary>Two results side by side on standard output.</summary>
internal static class CompareReport
{
    public static void Write(IAnsiConsole console, ResultDifference difference, string a, string b, string written)
    {
        console.WriteLine($"A is {Terminal.Plain(a)}, B is {Terminal.Plain(b)}.");
        foreach (var note in difference.Notes) console.WriteLine($"- {note}");
        Rows(console, "verdict", difference.Verdicts);
        Rows(console, "all-in, bps", [.. difference.Routers.Select(r => (r.Name, Figures.Bps(r.A.AllInBps), Figures.Bps(r.B.AllInBps)))]);
        Rows(console, "setting", difference.Settings);
        Rows(console, "data", difference.Data);
        console.WriteLine($"Written: {Terminal.Plain(written)}");
    }

    private static void Rows(IAnsiConsole console, string what, IReadOnlyList<(string What, string A, string B)> rows)
    {
        if (rows.Count == 0) return;
        var table = new Spectre.Console.Table { Border = TableBorder.Simple };
        foreach (var head in new[] { what, "A", "B" }) table.AddColumn(head);
        foreach (var (name, a, b) in rows) table.AddRow(new Text(name), new Text(Terminal.Plain(a)), new Text(Terminal.Plain(b)));
        console.Write(table);
    }
}
