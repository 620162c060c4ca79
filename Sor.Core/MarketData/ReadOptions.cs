namespace Sor.Core.MarketData;

/// <summary>How files are read.</summary>
public sealed record ReadOptions
{
    /// <summary>Whether the first row that cannot be read ends the run.</summary>
    public bool Strict { get; init; }

    /// <summary>
    /// The largest share of rejected rows, 0 to 1; judged after 10,000 rows and at the end, on the rows of all files so far.
    /// </summary>
    public double MaxRejectRate { get; init; } = 0.01;

    /// <summary>
    /// The largest share of records, 0 to 1, that may be more than a second behind the clock; judged after 10,000 records and at the end,
    /// on the records of all files.
    /// </summary>
    public double MaxDisorder { get; init; } = 0.01;

    /// <summary>
    /// Parts of a dollar that prices of CSV are written in, a power of ten up to 1e9; 0 if their form tells: see <c>docs/data.md</c>.
    /// </summary>
    public long PriceScale { get; init; }

    /// <summary>Ends a wait for bytes that may never come, as from a pipe.</summary>
    public CancellationToken Cancel { get; init; }

    /// <summary>Opens the file that every rejected row is written to, once there is one; <c>null</c> to keep counts only.</summary>
    public Func<TextWriter>? OpenRejects { get; init; }
}
