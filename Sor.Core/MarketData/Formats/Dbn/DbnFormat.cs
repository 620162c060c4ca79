namespace Sor.Core.MarketData.Formats.Dbn;

/// <summary>Databento's binary encoding.</summary>
internal sealed class DbnFormat : IMarketDataFormat
{
    public bool Matches(ReadOnlySpan<byte> start) => DbnHeader.Matches(start);

    public IFormatReader Open(FormatInput input) => new DbnReader(input);
}
