namespace Sor.Core.MarketData;

/// <summary>The rejected rows of one file on their way into the quarantine.</summary>
/// <remarks>
/// Files that are merged are read ahead by chunks. So that their rows are judged as those of one file would be, a rejected row is judged
/// when the record after it is taken.
/// </remarks>
internal sealed class FileRejects(Quarantine quarantine)
{
    private const int MostInTurn = 10_000;

    private readonly Queue<long> waiting = new();
    private long judged;
    private long lastRow;
    private int inTurn;

    /// <summary>Whether rows are judged later, as the file is merged with others.</summary>
    public bool IsMerged { get; set; }

    /// <summary>Whether there are rejected rows that have not been judged.</summary>
    public bool AreWaiting => waiting.Count > 0;

    /// <summary>Takes a row that could not be read.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="place">Where.</param>
    /// <param name="text">The row.</param>
    /// <param name="row">Its number in this file, from 1.</param>
    public void Add(RejectReason reason, RowPlace place, ReadOnlySpan<char> text, long row)
    {
        var message = quarantine.Add(reason, place, text);
        inTurn = row == lastRow + 1 ? inTurn + 1 : 1;
        lastRow = row;
        if (!IsMerged)
        {
            quarantine.JudgeReject(row);
            return;
        }

        if (inTurn >= MostInTurn) quarantine.GiveUp(inTurn, message);
        waiting.Enqueue(row);
    }

    /// <summary>Judges the rejected rows before the next record.</summary>
    /// <param name="given">Records of this file given so far.</param>
    /// <param name="rows">Rows of all files judged so far; counts them.</param>
    public void JudgeUpTo(long given, ref long rows)
    {
        while (waiting.TryPeek(out var row) && row == given + judged + 1)
        {
            waiting.Dequeue();
            judged++;
            quarantine.JudgeReject(++rows);
        }
    }
}
