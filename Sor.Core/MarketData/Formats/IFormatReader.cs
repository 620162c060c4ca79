namespace Sor.Core.MarketData.Formats;

/// <summary>Reads one file of one format.</summary>
internal interface IFormatReader : IDisposable
{
    /// <summary>What it carries.</summary>
    SourceSchema Schema { get; }

    /// <summary>How it tells instruments apart.</summary>
    InstrumentsBy InstrumentsBy { get; }

    /// <summary>Rows read so far, rejected ones included.</summary>
    long Rows { get; }

    /// <summary>Symbols by instrument id seen so far.</summary>
    Dictionary<uint, string> Symbols { get; }

    /// <summary>Reads the next records; 0 at the end.</summary>
    int Read(Span<Mbp1> destination);
}

/// <summary>How a file tells its instruments apart.</summary>
internal enum InstrumentsBy
{
    /// <summary>By <c>instrument_id</c>.</summary>
    Id,

    /// <summary>By symbol: ids are by first appearance.</summary>
    Symbol,

    /// <summary>Not at all: it is of one instrument.</summary>
    File,
}
