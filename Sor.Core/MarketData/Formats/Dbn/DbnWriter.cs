using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Sor.Core.MarketData.Formats.Dbn;

/// <summary>
/// Writes records as DBN version 3, schema MBP-1. Source: <see
/// href="https://databento.com/docs/standards-and-conventions/databento-binary-encoding">Databento binary
/// encoding</see>.
/// </summary>
/// <remarks>The metadata maps each symbol to its instrument id over all dates. The stream is the caller's.</remarks>
public sealed class DbnWriter : IRecordWriter
{
    private const int DatasetLength = 16;
    private const int SymbolLength = 71;
    private const int ReservedLength = 53;
    private const ushort Mbp1Schema = 1;
    private const byte RawSymbol = 1;
    private const byte InstrumentId = 0;

    private readonly Stream stream;

    /// <summary>Writes the metadata.</summary>
    public DbnWriter(Stream stream, RecordFileHeader header)
    {
        this.stream = stream;
        using var metadata = new MemoryStream();
        using var writer = new BinaryWriter(metadata, Encoding.ASCII);
        Text(writer, header.Dataset, DatasetLength);
        writer.Write(Mbp1Schema);
        writer.Write(header.Start);
        writer.Write(header.End);
        writer.Write(0UL);
        writer.Write(RawSymbol);
        writer.Write(InstrumentId);
        writer.Write(false);
        writer.Write((ushort)SymbolLength);
        writer.Write(new byte[ReservedLength]);
        writer.Write(0);
        writer.Write(header.Symbols.Count);
        foreach (var symbol in header.Symbols) Text(writer, symbol.Symbol, SymbolLength);
        writer.Write(0);
        writer.Write(0);
        WriteMappings(writer, header);
        writer.Flush();

        Span<byte> prefix = stackalloc byte[8];
        "DBN\u0003"u8.CopyTo(prefix);
        BinaryPrimitives.WriteInt32LittleEndian(prefix[4..], (int)metadata.Length);
        stream.Write(prefix);
        metadata.WriteTo(stream);
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<Mbp1> records) => stream.Write(MemoryMarshal.AsBytes(records));

    /// <inheritdoc/>
    public void Complete() => stream.Flush();

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static void WriteMappings(BinaryWriter writer, RecordFileHeader header)
    {
        writer.Write(header.Symbols.Count);
        var last = UtcTime.DateOf(Math.Max(header.Start, header.End - 1));
        foreach (var (id, symbol) in header.Symbols)
        {
            Text(writer, symbol, SymbolLength);
            writer.Write(1);
            writer.Write(Number(UtcTime.DateOf(header.Start)));
            writer.Write(Number(last.AddDays(1)));
            Text(writer, id.ToString(CultureInfo.InvariantCulture), SymbolLength);
        }
    }

    private static int Number(DateOnly date) => date.Year * 10_000 + date.Month * 100 + date.Day;

    private static void Text(BinaryWriter writer, string text, int length)
    {
        // The last byte is always zero.
        if (text.Length >= length || !Ascii.IsValid(text))
            throw SorException.Usage($"'{text}': DBN takes at most {length - 1} ASCII characters here");
        Span<byte> field = stackalloc byte[length];
        field.Clear();
        Encoding.ASCII.GetBytes(text, field);
        writer.Write(field);
    }
}
