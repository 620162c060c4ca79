namespace Sor.Core.MarketData;

/// <summary>Opens market data files.</summary>
public static class MarketDataFiles
{
    /// <summary>
    /// Opens files as one stream of records, merged by time. Formats and compressions are recognised by content; a folder stands for its
    /// files, a zip archive for its entries.
    /// </summary>
    /// <param name="paths">Files, folders and archives; <c>-</c> is standard input. At least one.</param>
    /// <param name="options">How to read.</param>
    /// <exception cref="SorException">A file is not there, is given twice, or holds nothing that can be read.</exception>
    public static MarketDataSource Open(IReadOnlyList<string> paths, ReadOptions options) => new(paths, options);
}
