namespace Sor.Core.MarketData.Formats.Csv;

/// <summary>The columns of a CSV file, found by name, in any order, whatever else is there.</summary>
internal sealed class CsvHeader
{
    private const int LongestName = 100;

    private static readonly CsvField[] All = Enum.GetValues<CsvField>();

    private CsvHeader(string[] names, char separator, int[] columnOf) => (Names, Separator, ColumnOf) = (names, separator, columnOf);

    /// <summary>Column names as written.</summary>
    public string[] Names { get; }

    /// <summary>What stands between cells: comma, semicolon, tab or bar.</summary>
    public char Separator { get; }

    public bool Has(CsvField field) => ColumnOf[(int)field] >= 0;

    /// <summary>The column of each <see cref="CsvField"/>; -1 where there is none.</summary>
    public int[] ColumnOf { get; }

    /// <summary>The fields whose cells are read, in their order; a venue's id counts for more than its name.</summary>
    public (CsvField Field, int Column)[] Used =>
    [
        .. All.Where(f => f != CsvField.Ignored && Has(f) && !(f == CsvField.Venue && Has(CsvField.Publisher)))
            .Select(f => (f, ColumnOf[(int)f])),
    ];

    /// <summary>Reads the header.</summary>
    /// <param name="row">Its text.</param>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="line">Its line, from 1: the first that is not blank.</param>
    /// <exception cref="SorException">It is no header, or one of data that cannot be routed on, or it lacks what is needed.</exception>
    public static CsvHeader Parse(string row, string file, long line = 1)
    {
        var place = $"{file}, line {line}";
        if (row.AsSpan().IndexOfAnyInRange('\0', '\b') >= 0)
            throw SorException.BadData($"{place}: this is binary data, not CSV (and not DBN, gzip or zstd): check what the file is");
        var separator = SeparatorOf(row);
        var cells = new QuotedRow(separator);
        var isWhole = cells.Split(row);
        var names = isWhole ? new string[cells.Cells] : row.Split(separator);
        for (var i = 0; isWhole && i < names.Length; i++) names[i] = cells[i].Trim().ToString();
        var columnOf = Columns(names);
        CsvRefusals.Check(names, row, place, columnOf);
        return new CsvHeader(names, separator, columnOf);
    }

    /// <summary>Whether a row names a time and an offer, as headers do, but is not this header again.</summary>
    public bool IsContradictedBy(scoped in CsvCells row)
    {
        var (hasTime, hasAsk, isSame) = (false, false, row.Count == Names.Length);
        for (var i = 0; i < row.Count; i++)
        {
            if (row[i].Length > LongestName) return false;
            var name = row[i].Trim('\uFEFF').ToString();
            hasTime |= IsName(name, CsvField.TsEvent);
            hasAsk |= IsName(name, CsvField.AskPx);
            isSame = isSame && name.Equals(Names[i], StringComparison.OrdinalIgnoreCase);
        }

        return hasTime && hasAsk && !isSame;
    }

    private static bool IsName(string name, CsvField field) => CsvNames.Of(name) == field || CsvNames.Usual(name) == field;

    private static char SeparatorOf(string row) => ",;\t|".MaxBy(c => row.AsSpan().Count(c));

    /// <summary>
    /// Finds each field's column: by Databento's name if there is one, else by a usual name. Of columns with one name the first counts. Two
    /// <c>ts_event</c> without
    /// <c>ts_recv</c> are what a data frame's index leaves behind: the first stands where <c>ts_recv</c> does in Databento's own files, and
    /// is that.
    /// </summary>
    private static int[] Columns(string[] names)
    {
        var columnOf = new int[All.Length];
        Array.Fill(columnOf, -1);
        var events = Enumerable.Range(0, names.Length).Where(i => CsvNames.Of(names[i]) == CsvField.TsEvent).ToList();
        for (var i = 0; i < names.Length; i++)
            if (CsvNames.Of(names[i]) is var field and not CsvField.Ignored && columnOf[(int)field] < 0)
                columnOf[(int)field] = i;
        if (columnOf[(int)CsvField.TsRecv] < 0 && events.Count == 2)
            (columnOf[(int)CsvField.TsRecv], columnOf[(int)CsvField.TsEvent]) = (events[0], events[1]);
        for (var i = 0; i < names.Length; i++)
        {
            if (CsvNames.Of(names[i]) != CsvField.Ignored) continue;
            if (CsvNames.Usual(names[i]) is var field and not CsvField.Ignored && columnOf[(int)field] < 0) columnOf[(int)field] = i;
        }

        return columnOf;
    }
}
