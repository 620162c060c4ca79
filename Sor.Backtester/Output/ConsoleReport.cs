using System.Globalization;
using System.Text;
using Sor.Core.Results;
using Spectre.Console;

namespace Sor.Backtester.Output;

/// <summary>The verdict, and under it the table that it rests on, on standard output.</summary>
internal static class ConsoleReport
{
    // Narrower terminals get fewer columns, so that no line of the table breaks at 80.
    private const int FullWidth = 116;

    // A longer name with its parameters would be broken too; the verdict says them.
    private const int LongestLabel = 32;

    private static readonly Column[] Columns =
    [
        new("all-in bps", (_, r) => Cell(r.AllInBps)),
        new("half-spread", (_, r) => Cell(r.HalfSpreadBps)),
        new("fees", (_, r) => Cell(r.FeesBps)),
        new("timing", (_, r) => Cell(r.TimingBps)),
        new("remainder", (_, r) => Cell(r.RemainderBps), OnlyWide: true),
        new("filled", (_, r) => (100 * r.Filled).ToString("0.##", CultureInfo.InvariantCulture) + " %"),
        new("fills", (_, r) => Number(r.Fills), OnlyWide: true),
        new("saves", (verdict, r) => Signed(verdict.Routers[verdict.AgainstBestAsk.Router].AllInBps.Value - r.AllInBps.Value)),
    ];

    public static void Write(BacktestResult result, string written, TimeSpan elapsed)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Console.Profile.Width = 120;
        Write(AnsiConsole.Console, result, written, elapsed);
    }

    /// <summary>Writes to a console of any width.</summary>
    internal static void Write(IAnsiConsole console, BacktestResult result, string written, TimeSpan elapsed)
    {
        var wide = console.Profile.Width >= FullWidth;
        var (verdict, count) = (result.Verdict, result.Verdict.AgainstBestAsk.Count);
        console.WriteLine();
        WriteParagraph(console, verdict.Sentence);
        console.WriteLine();
        console.Write(Table(result, wide));
        var orders = count == 1 ? "the parent order" : $"the {Number(count)} parent orders judged";
        WriteParagraph(
            console,
            $"Basis points of quantity times arrival mid, mean over {orders} and all sides: all-in = half-spread + fees + timing + remainder. "
            + $"Lower is better; the last column is what each saves against {verdict.AgainstBestAsk.Router}.");
        console.WriteLine();
        WriteParagraph(console, Data(result, elapsed));
        WriteParagraph(console, $"Written: {written}");
    }

    /// <summary>
    /// Writes a paragraph, broken as Spectre.Console breaks it. That measures a line's letters anew at each word, which takes as long as a
    /// small day's analysis; those of ASCII are one cell wide.
    /// </summary>
    internal static void WriteParagraph(IAnsiConsole console, string text)
    {
        var (output, room) = (console.Profile.Out.Writer, console.Profile.Width);
        if (!Ascii.IsValid(text) || text.Split(' ').Any(word => word.Length > room))
        {
            console.WriteLine(text);
            return;
        }

        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            // A space at a line's end stays there if it fits.
            var end = rest.Length <= room ? rest.Length : rest[room] == ' ' ? room : rest[..room].LastIndexOf(' ') + 1;
            output.WriteLine(rest[..end]);
            rest = rest[end..].TrimStart(' ');
        }
    }

    /// <summary>The first rejected rows, and where all are.</summary>
    public static void WriteRejects(IReadOnlyList<string> first, OutputFolder folder)
    {
        Console.WriteLine($"Rejected rows are in {Path.Combine(folder.Path, OutputFolder.Rejects)}; the first:");
        foreach (var reject in first) Console.WriteLine($"  {reject}");
    }

    /// <summary>The rejected rows, by reason.</summary>
    public static string Rejected(IEnumerable<KeyValuePair<string, long>> rejects) =>
        $"{Number(rejects.Sum(r => r.Value))} rejected ({string.Join(", ", rejects.Select(r => $"{Number(r.Value)} {r.Key}"))})";

    private static Table Table(BacktestResult result, bool wide)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("router");
        var columns = Columns.Where(c => wide || !c.OnlyWide).ToList();
        foreach (var column in columns) table.AddColumn(new TableColumn(column.Header).RightAligned());
        foreach (var (name, router) in result.Verdict.Routers)
        {
            var chosen = $"{name} ({result.Tuning.Chosen})";
            var label = wide && name == result.Tuning.Router && chosen.Length <= LongestLabel ? chosen : name;
            table.AddRow([new Text(label), .. columns.Select(c => new Text(c.Cell(result.Verdict, router)))]);
        }

        return table;
    }

    private static string Data(BacktestResult result, TimeSpan elapsed)
    {
        var data = result.Data;
        var venues = data.Instruments.SelectMany(i => i.Venues.Keys).Distinct().Count();
        var parts = new List<string>
        {
            $"{Number(data.Records)} records of {Count(data.Instruments.Count, "instrument")} on {Count(venues, "venue")}",
        };
        if (data.Rejects.Count > 0) parts.Add(Rejected(data.Rejects));
        if (data.Late > 0) parts.Add($"{Number(data.Late)} late");
        if (data.Disordered > 0) parts.Add($"{Number(data.Disordered)} more than a second behind");
        if (data.ZeroPrices > 0) parts.Add($"{Number(data.ZeroPrices)} with a price of 0, which is none");
        if (data.Rounded > 0) parts.Add($"{Count(data.Rounded, "price")} rounded");
        var conditions = data.Conditions;
        if (data.Crossed > 0) parts.Add($"crossed {Count(data.Crossed, "time")}, {Span(conditions.Crossed)}{ByOne(data)}");
        if (data.Locked > 0) parts.Add($"locked {Count(data.Locked, "time")}, {Span(conditions.Locked)}");
        if (conditions.OneSided > 0) parts.Add($"one-sided {Span(conditions.OneSided)}");
        if (conditions.Wide > 0) parts.Add($"too wide {Span(conditions.Wide)}");
        if (conditions.LongestSilence > 0) parts.Add($"longest silence {Span(conditions.LongestSilence)}");
        if (LongestSilence(data) is { } silence) parts.Add(silence);
        return $"{string.Join("; ", parts)}; {elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s.";
    }

    /// <summary>
    /// Of which venue the crossed time is, where most of it, a minute at least, would not have been without that one alone.
    /// </summary>
    private static string ByOne(DataResult data)
    {
        var venues = data.VenueConditions.OrderByDescending(v => v.Value.Crossed).Take(2).ToList();
        return venues is [{ Value.Crossed: >= 60 } most, var next] && most.Value.Crossed > next.Value.Crossed
            && most.Value.Crossed * 2 > data.Conditions.Crossed
            ? $" (not without {most.Key}: {Span(most.Value.Crossed)})"
            : "";
    }

    /// <summary>The venue that was silent longest, where its quotes were older than what is allowed of all together.</summary>
    private static string? LongestSilence(DataResult data)
    {
        var silent = data.VenueConditions.Where(v => v.Value.Silent > 0).OrderByDescending(v => v.Value.LongestSilence).ToList();
        return silent.Count == 0 ? null
            : $"longest silence of a venue {Span(silent[0].Value.LongestSilence)} ({silent[0].Key}{(silent.Count == 1 ? "" : $", of {silent.Count} silent")})";
    }

    private static string Span(decimal seconds) => seconds < 60
        ? $"{Math.Round(seconds, 1).ToString("0.#", CultureInfo.InvariantCulture)} s"
        : $"{Number((long)(seconds / 60))} min {(int)(seconds % 60)} s";

    private static string Count(long n, string thing) => $"{Number(n)} {thing}{(n == 1 ? "" : "s")}";

    private static string Number(long n) => n.ToString("N0", CultureInfo.InvariantCulture);

    private static string Cell(BasisPoints? value) =>
        value is { } bps ? decimal.Round(bps.Value, 3, MidpointRounding.ToEven).ToString("0.000", CultureInfo.InvariantCulture) : "-";

    private static string Signed(decimal bps) =>
        decimal.Round(bps, 3, MidpointRounding.ToEven).ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);

    /// <summary>A column of the table.</summary>
    /// <param name="Header">Its name.</param>
    /// <param name="Cell">What it shows of a router.</param>
    /// <param name="OnlyWide">Whether it is left out where there is no room.</param>
    private sealed record Column(string Header, Func<VerdictResult, RouterResult, string> Cell, bool OnlyWide = false);
}
