using System.Globalization;

namespace Sor.Core.MarketData;

/// <summary>Why a row was rejected. Names are what users see, in the order of the alphabet.</summary>
internal enum RejectReason
{
    bad_action,
    bad_instrument,
    bad_number,
    bad_price,
    bad_publisher,
    bad_side,
    bad_size,
    bad_time,
    field_count,
    line_too_long,
}

/// <summary>Where in a file something stands.</summary>
/// <param name="File">Its name.</param>
/// <param name="Line">Line of a text file, from 1; 0 in a binary one.</param>
/// <param name="Column">Column, from 1; 0 for the row as a whole.</param>
/// <param name="ColumnName">The column's name, or empty.</param>
/// <param name="Offset">Byte of a binary file, after decompression.</param>
public readonly record struct RowPlace(string File, long Line, int Column, string ColumnName, long Offset)
{
    /// <inheritdoc/>
    public override string ToString() => Line == 0 ? $"{File}, byte {Offset}"
        : Column == 0 ? $"{File}, line {Line}"
        : $"{File}, line {Line}, column {Column} ({ColumnName})";
}

/// <summary>Rows that could not be read: counted by reason, written down with their place and text, and judged.</summary>
public sealed class Quarantine : IDisposable
{
    private const int JudgedFromRows = 10_000;
    private const int ShownRows = 5;

    private readonly ReadOptions options;
    private readonly long[] counts = new long[Enum.GetValues<RejectReason>().Length];
    private readonly List<string> first = [];
    private TextWriter? file;
    private long rejected;

    /// <summary>Starts empty.</summary>
    public Quarantine(ReadOptions options) => this.options = options;

    /// <summary>The first few rejects, in words.</summary>
    public IReadOnlyList<string> First => first;

    /// <summary>Rejected rows by reason, in the order of the reasons' names; only those that happened.</summary>
    public IReadOnlyList<RejectCount> Counts =>
        [.. Enum.GetValues<RejectReason>().Where(r => counts[(int)r] > 0).Select(r => new RejectCount(r.ToString(), counts[(int)r]))];

    /// <summary>Takes a row that could not be read.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="place">Where.</param>
    /// <param name="text">The row.</param>
    /// <returns>All that in words.</returns>
    internal string Add(RejectReason reason, RowPlace place, ReadOnlySpan<char> text)
    {
        counts[(int)reason]++;
        var shown = SafeText.Of(text);
        var message = $"{place}: {reason}: {shown}";
        if (options.Strict) throw SorException.BadData(message).Advise(new ReadPastRejects());
        if (first.Count < ShownRows) first.Add(message);
        Write(reason, place, shown);
        return message;
    }

    /// <summary>Judges the rows so far, the last of which was rejected.</summary>
    /// <param name="rowsRead">Rows of all files so far, this one included.</param>
    internal void JudgeReject(long rowsRead)
    {
        rejected++;
        if (rowsRead >= JudgedFromRows) Judge(rowsRead);
    }

    /// <summary>Ends the run where row after row of one of several files cannot be read.</summary>
    internal void GiveUp(int inTurn, string last)
    {
        if (options.MaxRejectRate < 1)
            throw SorException.BadData($"not one of {inTurn} rows in turn can be read; the last: {last}. Mend the file, or leave it out");
    }

    /// <summary>Judges all rows, and closes the file of those that were rejected: it is whole.</summary>
    /// <param name="rowsRead">All rows, rejected ones included.</param>
    internal void Complete(long rowsRead)
    {
        Judge(rowsRead);
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        file?.Dispose();
        file = null;
    }

    private void Judge(long rowsRead)
    {
        if (rejected == 0 || rejected <= options.MaxRejectRate * rowsRead) return;
        var none = rejected == rowsRead;
        var reasons = string.Join(", ", Counts.Select(c => $"{c.Rows} {c.Reason}"));
        throw SorException.BadData(string.Create(CultureInfo.InvariantCulture,
            $"{rejected} of {rowsRead} rows cannot be read ({reasons}), more than {options.MaxRejectRate:0.00################## %} of "
            + $"them; the first: {first[0]}"
            + $"{(none ? ". Check what the file is, and that its columns hold what their names say" : "")}"))
            .Advise(none ? null : new MendOrAllowMoreRejects());
    }

    private void Write(RejectReason reason, RowPlace place, string text)
    {
        if (options.OpenRejects is not { } open) return;
        if (file is null)
        {
            file = open();
            file.Write("reason,file,line,column,column_name,offset,text\n");
        }

        file.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"{reason},{Cell(place.File)},{place.Line},{place.Column},{Cell(place.ColumnName)},{place.Offset},{Cell(text)}\n"));
    }

    /// <summary>A cell that no spreadsheet takes for a formula: quoted, with an apostrophe before what would start one.</summary>
    private static string Cell(string text)
    {
        var safe = text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
        return "\"" + safe.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }
}
