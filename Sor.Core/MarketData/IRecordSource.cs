namespace Sor.Core.MarketData;

/// <summary>
/// Market data records in stream order, from a file, several files, a generator or a broker. The same records give the same result whatever
/// the source. Not safe for use from several threads at once.
/// </summary>
public interface IRecordSource : IDisposable
{
    /// <summary>What the source carries. Known before the first <see cref="Read"/>.</summary>
    SourceSchema Schema { get; }

    /// <summary>Copies the next records, in order. Blocks until there is at least one.</summary>
    /// <param name="destination">Where to put them; not empty.</param>
    /// <returns>How many were written: at least one, or 0 at the end of the source and ever after.</returns>
    /// <exception cref="SorException">The data cannot be read on, or too many rows were rejected.</exception>
    int Read(Span<Mbp1> destination);

    /// <summary>What was read. Complete once <see cref="Read"/> has returned 0.</summary>
    SourceSummary Summary { get; }

    /// <summary>How far the source has been read, from 0 to 1, for a progress display; <c>null</c> where its length is unknown.</summary>
    double? Progress { get; }
}

/// <summary>What a source carries.</summary>
/// <param name="Name">Databento's name of the schema: <c>mbp-1</c>, <c>mbp-10</c>, <c>bbo-1s</c>, <c>bbo-1m</c>; <c>csv</c> where columns
/// are fewer.</param>
/// <param name="HasBids">Whether records carry bids. Without, the sell side and what rests on bids is refused.</param>
/// <param name="HasTrades">Whether prints are among the records. Without, participation, VWAP and <c>pov</c> are not available.</param>
/// <remarks>A source without a flags column marks every record <see cref="RecordFlags.Last"/>, so nothing later need know of it.</remarks>
public sealed record SourceSchema(string Name, bool HasBids, bool HasTrades);

/// <summary>What was read from a source.</summary>
/// <param name="Files">Names (without folder) of the files in the order read; <c>-</c> is standard input.</param>
/// <param name="Records">Accepted records.</param>
/// <param name="Rejects">Rejected rows by reason, in the order of the reasons' names; none where nothing was rejected.</param>
/// <param name="Symbols">Symbols by instrument id, in the order of ids, where the data has them.</param>
public sealed record SourceSummary(
    IReadOnlyList<string> Files,
    long Records,
    IReadOnlyList<RejectCount> Rejects,
    IReadOnlyList<InstrumentSymbol> Symbols)
{
    /// <summary>Records with a price of 0, which is none.</summary>
    public long ZeroPrices { get; init; }

    /// <summary>Prices with more than nine decimals, rounded to a nano-dollar.</summary>
    public long Rounded { get; init; }

    /// <summary>Records more than a second behind the clock.</summary>
    public long Disordered { get; init; }

    /// <summary>What the user should be asked about the data.</summary>
    public IReadOnlyList<Notice> Doubts { get; init; } = [];

    /// <summary>Nothing read yet.</summary>
    public static SourceSummary Empty { get; } = new([], 0, [], []);
}

/// <summary>Rows rejected for one reason.</summary>
/// <param name="Reason">The reason's name as shown to users, such as <c>bad_price</c>.</param>
/// <param name="Rows">How many rows.</param>
public readonly record struct RejectCount(string Reason, long Rows);

/// <summary>The symbol of an instrument.</summary>
/// <param name="InstrumentId">Numeric id.</param>
/// <param name="Symbol">Symbol as the data writes it.</param>
public readonly record struct InstrumentSymbol(uint InstrumentId, string Symbol);
