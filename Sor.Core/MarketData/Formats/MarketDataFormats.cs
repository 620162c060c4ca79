using Sor.Core.MarketData.Formats.Csv;
using Sor.Core.MarketData.Formats.Dbn;
using Sor.Core.MarketData.Formats.Unread;

namespace Sor.Core.MarketData.Formats;

/// <summary>The formats that are read, in the order in which they are asked.</summary>
internal static class MarketDataFormats
{
    /// <summary>How many bytes of a file's start a format is shown.</summary>
    public const int StartBytes = 512;

    private static readonly IMarketDataFormat[] All =
    [
        new DbnFormat(),
        new UnreadFormats(),
        new CsvFormat(),
    ];

    /// <summary>Opens a file by the first format that it matches.</summary>
    /// <exception cref="SorException">It cannot be read.</exception>
    public static IFormatReader Open(FormatInput input)
    {
        input.Bytes.Has(StartBytes);
        var window = input.Bytes.Window;
        var start = window[..Math.Min(window.Length, StartBytes)];
        foreach (var format in All)
            if (format.Matches(start))
                return format.Open(input);
        throw SorException.BadData($"{input.Bytes.Name}: this is no format of market data that is known");
    }
}
