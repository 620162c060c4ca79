namespace Sor.Core.MarketData;

/// <summary>Reads one file of one format.</summary>
internal interface IFormatReader
{
    /// <summary>What it carries.</summary>
    SourceSchema Schema { get; }

    /// <summary>Rows read so far, rejected ones included.</summary>
    long Rows { get; }

    /// <summary>Symbols by instrument id seen so far.</summary>
    Dictionary<uint, string> Symbols { get; }

    /// <summary>Reads the next records; 0 at the end.</summary>
    int Read(Span<Mbp1> destination);
}
