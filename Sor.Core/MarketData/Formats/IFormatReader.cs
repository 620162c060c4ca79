namespace Sor.Core.MarketData.Formats;

/// <summary>Reads one file of one format.</summary>
internal interface IFormatReader : IDisposable
{
    /// <summary>What the file's records carry.</summary>
    SourceSchema Schema { get; }

    /// <summary>Whether the file tells instruments apart by symbol, by id, or not at all.</summary>
    InstrumentsBy InstrumentsBy { get; }

    /// <summary>Rows read so far, rejected ones included.</summary>
    long Rows { get; }

    /// <summary>Prices rounded to a nano-dollar so far.</summary>
    long Rounded => 0;

    /// <summary>What the user should be asked about the file, now that it is read.</summary>
    IReadOnlyList<Notice> Doubts => [];

    /// <summary>
    /// Reads the next records. Their <see cref="Mbp1.InstrumentId"/> is a handle of <see cref="InstrumentTable"/>; 0 at the end.
    /// </summary>
    int Read(Span<Mbp1> destination);
}

/// <summary>How a file tells its instruments apart.</summary>
internal enum InstrumentsBy
{
    /// <summary>By <c>instrument_id</c>, without symbols.</summary>
    Id,

    /// <summary>By symbol, with ids or without.</summary>
    Symbol,

    /// <summary>Not at all: it is of one instrument.</summary>
    File,
}
