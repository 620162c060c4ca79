using Sor.Core.MarketData.Input;

namespace Sor.Core.MarketData.Formats;

/// <summary>A format of market data. One folder beside this file, one line in <see cref="MarketDataFormats"/>.</summary>
internal interface IMarketDataFormat
{
    /// <summary>Whether a file is of this format.</summary>
    /// <param name="start">Its first bytes after decompression, as many as <see cref="MarketDataFormats.StartBytes"/> unless it is
    /// shorter.</param>
    bool Matches(ReadOnlySpan<byte> start);

    /// <summary>Opens a file of this format.</summary>
    /// <exception cref="SorException">The file is of this format but cannot be read.</exception>
    IFormatReader Open(FormatInput input);
}

/// <summary>What a format may read of a file.</summary>
/// <param name="Bytes">The content from its start, decompressed.</param>
/// <param name="Rejects">Takes rows that cannot be read.</param>
/// <param name="Instruments">Gives the handle that a record carries for its instrument; shared by all files of a source.</param>
/// <param name="PriceScale">Parts of a dollar that prices are written in; 0 if their form tells.</param>
/// <param name="File">
/// The file itself where it lies on a disk and is not compressed, for formats that must jump about in it; <c>null</c> for a pipe or a
/// compressed file. Its own
/// position belongs to <paramref name="Bytes"/>: whoever wants to jump opens it again.
/// </param>
internal sealed record FormatInput(InputBuffer Bytes, FileRejects Rejects, InstrumentTable Instruments, long PriceScale, FileInfo? File)
{
    /// <summary>The files in the same folder, for formats that keep a description beside the data.</summary>
    public IEnumerable<FileInfo> Beside => File?.Directory?.EnumerateFiles().Where(f => f.FullName != File.FullName) ?? [];
}
