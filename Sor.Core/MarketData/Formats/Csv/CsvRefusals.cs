namespace Sor.Core.MarketData.Formats.Csv;

/// <summary>Headers of files that are CSV and cannot be routed on: each is refused by its name, with what to do instead.</summary>
internal static class CsvRefusals
{
    private const string Usable = "mbp-1, mbp-10 or bbo-1s of a venue's own feed";

    private static readonly (string Column, string Said)[] Schemas =
    [
        ("ask_pb_00",
            $"column ask_pb_00 is of a schema consolidated over venues (cmbp-1, cbbo), so a router has nothing to choose from; use {Usable}"
        ),
        ("ask_exchange",
            $"columns ask_exchange and bid_exchange are of the best quote of the whole market (NBBO), so a router has nothing to choose from; use {Usable}"
        ),
        ("bidex",
            $"columns BIDEX and ASKEX are of the best quote of the whole market (NBBO), so a router has nothing to choose from; use {Usable}"),
        ("order_id", $"column order_id is of MBO, one row for each order, from which the book would have to be built first; use {Usable}"),
        ("stat_type", $"column stat_type is of the statistics schema, which has no quotes; use {Usable}"),
        ("security_type", $"column security_type is of the definition schema, which has no quotes; use {Usable}"),
        ("open", $"columns open, high, low and close are of bars (OHLCV), which have no quotes; use {Usable}"),
    ];

    private static readonly (CsvField[] Any, string Name)[] Required =
    [
        ([CsvField.TsEvent], "ts_event"),
        ([CsvField.Publisher, CsvField.Venue], "publisher_id"),
        ([CsvField.AskPx], "ask_px_00"),
        ([CsvField.AskSz], "ask_sz_00"),
    ];

    /// <summary>Refuses a header that lacks what is needed, by the best name there is for it.</summary>
    /// <exception cref="SorException">It lacks a column, or is of data that has no quotes of venues.</exception>
    public static void Check(string[] names, string row, string place, int[] columnOf)
    {
        if (names.Contains("ask_pb_00", StringComparer.OrdinalIgnoreCase)) throw SorException.BadData($"{place}: {Schemas[0].Said}");
        var missing = Required.Where(r => !r.Any.Any(f => columnOf[(int)f] >= 0)).Select(r => r.Name).ToList();
        if (missing.Count == 0) return;
        foreach (var (column, said) in Schemas)
            if (names.Contains(column, StringComparer.OrdinalIgnoreCase))
                throw SorException.BadData($"{place}: {said}");
        if (columnOf[(int)CsvField.AskPx] < 0 && columnOf[(int)CsvField.Price] >= 0 && columnOf[(int)CsvField.Size] >= 0)
            throw SorException.BadData(
                $"{place}: these are trades without quotes (columns price and size, and no ask_px_00); use {Usable}");
        if (IsData(names, columnOf))
        {
            throw SorException.BadData(
                $"{place}: the file has no header, its first line is data already; put a line of column names before it, such as "
                + "ts_event,publisher_id,ask_px_00,ask_sz_00");
        }

        var shown = row.Length > 200 ? row[..200] + "…" : row;
        throw SorException.BadData(
            $"{place}: no column {string.Join(", ", missing)}; found {SafeText.Of(shown)}. "
            + "Databento's MBP-1, MBP-10 and BBO files have them; docs/data.md lists the other names that are known");
    }

    /// <summary>Whether a first line is no header: no column is known, and half its cells are numbers or times.</summary>
    private static bool IsData(string[] names, int[] columnOf)
    {
        if (Array.Exists(columnOf, c => c >= 0)) return false;
        var time = new CsvTime();
        var notes = new PriceNotes();
        var values = names.Count(n => n.Length > 0 && (CsvCell.TryPrice(n, out _, ref notes) || (time.TryRead(n, out var at) && at > 0)));
        return values * 2 >= names.Length;
    }
}
