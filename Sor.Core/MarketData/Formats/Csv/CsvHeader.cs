using System.Text;

namespace Sor.Core.MarketData.Formats.Csv;

/// <summary>What a CSV column is for.</summary>
internal enum CsvField : byte
{
    Ignored,
    TsRecv,
    TsEvent,
    RecordType,
    Publisher,
    Instrument,
    Action,
    Side,
    Depth,
    Price,
    Size,
    Flags,
    TsInDelta,
    Sequence,
    BidPx,
    AskPx,
    BidSz,
    AskSz,
    BidCt,
    AskCt,
    Symbol,
}

/// <summary>The columns of a CSV file, found by name, in any order, whatever else is there.</summary>
internal sealed class CsvHeader
{
    private static readonly Dictionary<string, CsvField> Fields = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ts_recv"] = CsvField.TsRecv,
        ["ts_event"] = CsvField.TsEvent,
        ["rtype"] = CsvField.RecordType,
        ["publisher_id"] = CsvField.Publisher,
        ["instrument_id"] = CsvField.Instrument,
        ["action"] = CsvField.Action,
        ["side"] = CsvField.Side,
        ["depth"] = CsvField.Depth,
        ["price"] = CsvField.Price,
        ["size"] = CsvField.Size,
        ["flags"] = CsvField.Flags,
        ["ts_in_delta"] = CsvField.TsInDelta,
        ["sequence"] = CsvField.Sequence,
        ["bid_px_00"] = CsvField.BidPx,
        ["ask_px_00"] = CsvField.AskPx,
        ["bid_sz_00"] = CsvField.BidSz,
        ["ask_sz_00"] = CsvField.AskSz,
        ["bid_ct_00"] = CsvField.BidCt,
        ["ask_ct_00"] = CsvField.AskCt,
        ["symbol"] = CsvField.Symbol,
    };

    private static readonly string[] Required = ["ts_event", "publisher_id", "ask_px_00", "ask_sz_00"];

    private CsvHeader(string[] names, CsvField[] columns) => (Names, Columns) = (names, columns);

    /// <summary>Column names as written.</summary>
    public string[] Names { get; }

    /// <summary>What each column is for.</summary>
    public CsvField[] Columns { get; }

    public bool Has(CsvField field) => Columns.Contains(field);

    /// <summary>The column of each <see cref="CsvField"/>; -1 where there is none.</summary>
    public int[] ColumnOf() => [.. Enum.GetValues<CsvField>().Select(f => Array.IndexOf(Columns, f))];

    /// <summary>Reads the header.</summary>
    /// <param name="row">Its text.</param>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="line">Its line, from 1: the first that is not blank.</param>
    /// <exception cref="SorException">It is no header, or lacks what is needed.</exception>
    public static CsvHeader Parse(ReadOnlySpan<byte> row, string file, long line = 1)
    {
        if (row.IndexOfAnyInRange((byte)0, (byte)8) >= 0)
            throw SorException.BadData($"{file}, line {line}: this is binary data, not CSV (and not DBN, gzip or zstd): check what the file is");
        var names = Encoding.UTF8.GetString(row).Split(',').Select(n => n.Trim().Trim('"')).ToArray();
        var columns = names.Select(n => Fields.GetValueOrDefault(n)).ToArray();
        if (names.Contains("ask_pb_00", StringComparer.OrdinalIgnoreCase))
            throw SorException.BadData($"{file}, line {line}: column ask_pb_00 is of a schema consolidated over venues (cmbp-1, cbbo), so a router has nothing to choose from; use mbp-1, mbp-10 or bbo-1s of a venue's own feed");
        var missing = Required.Where(r => !columns.Contains(Fields[r])).ToList();
        if (missing.Count > 0)
        {
            var shown = string.Join(',', names);
            throw SorException.BadData($"{file}, line {line}: no column {string.Join(", ", missing)}; found {(shown.Length > 200 ? shown[..200] + "…" : shown)}. Databento's MBP-1, MBP-10 and BBO files have them");
        }

        OnlyFirst(columns);
        return new CsvHeader(names, columns);
    }

    /// <summary>
    /// Of columns with one name the first counts. Two <c>ts_event</c> without <c>ts_recv</c> are what a data frame's index leaves behind: the first stands where
    /// <c>ts_recv</c> does in Databento's own files, and is that.
    /// </summary>
    private static void OnlyFirst(CsvField[] columns)
    {
        if (!columns.Contains(CsvField.TsRecv) && columns.Count(c => c == CsvField.TsEvent) == 2) columns[Array.IndexOf(columns, CsvField.TsEvent)] = CsvField.TsRecv;
        for (var i = 0; i < columns.Length; i++)
            if (columns[i] != CsvField.Ignored && Array.IndexOf(columns, columns[i]) < i)
                columns[i] = CsvField.Ignored;
    }
}
