namespace Sor.Core.MarketData.Formats.Csv;

/// <summary>CSV by header name. It has no mark of its own: whatever no other format claims is tried as CSV.</summary>
internal sealed class CsvFormat : IMarketDataFormat
{
    public bool Matches(ReadOnlySpan<byte> start) => true;

    public IFormatReader Open(FormatInput input) => new CsvReader(input);
}
