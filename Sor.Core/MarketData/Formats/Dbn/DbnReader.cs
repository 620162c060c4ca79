using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Sor.Core.MarketData.Input;

namespace Sor.Core.MarketData.Formats.Dbn;

/// <summary>
/// Reads DBN, versions 1 to 3: MBP-1, MBP-10 (level 0) and BBO, with or without <c>ts_out</c>, and files of several of these one after the
/// other. Format:
/// <see href="https://databento.com/docs/standards-and-conventions/databento-binary-encoding"/>.
/// </summary>
internal sealed class DbnReader : IFormatReader
{
    private const byte Mbp1Type = 1, Mbp10Type = 10, SymbolMappingType = 22, Cmbp1Type = 177;
    private const int HeaderOfRecord = 16;

    private readonly InputBuffer bytes;
    private readonly FileRejects rejects;
    private readonly DbnSymbols symbols;
    private readonly DbnHeader header;

    public DbnReader(FormatInput input)
    {
        (bytes, rejects, symbols) = (input.Bytes, input.Rejects, new DbnSymbols(input.Instruments));
        if (input.PriceScale != 0)
            throw SorException.Usage($"{bytes.Name}: prices of DBN are always in billionths of a dollar").Advise(new DropPriceScale());
        header = DbnHeader.Read(bytes);
        symbols.Add(header.Symbols);
        Schema = new SourceSchema(header.Schema, HasBids: true, HasTrades: !header.Schema.StartsWith("bbo", StringComparison.Ordinal));

        // A live capture names its symbols in its first records.
        InstrumentsBy = symbols.Any || (bytes.Has(2) && bytes.Window[1] == SymbolMappingType) ? InstrumentsBy.Symbol : InstrumentsBy.Id;
    }

    public SourceSchema Schema { get; }

    public long Rows { get; private set; }

    public InstrumentsBy InstrumentsBy { get; }

    public void Dispose()
    {
    }

    public int Read(Span<Mbp1> destination)
    {
        var count = 0;
        while (count < destination.Length)
        {
            var window = bytes.Window;
            if (window.Length < Mbp1.SizeInBytes || window.Length < window[0] * 4)
            {
                if (!NextWhole()) break;
                window = bytes.Window;
            }

            var plain = TakePlain(MemoryMarshal.Cast<byte, Mbp1>(window), destination[count..]);
            if (plain > 0)
            {
                symbols.Mark(destination.Slice(count, plain));
                count += plain;
            }
            else if (DbnHeader.Matches(window))
            {
                NextHeader();
            }
            else if (Take(window[..(window[0] * 4)], ref destination[count]))
            {
                symbols.Mark(destination.Slice(count++, 1));
            }
        }

        return count;
    }

    /// <summary>
    /// Nearly all records are MBP-1 with nothing wrong: a run of these is copied without asking what else a record could be.
    /// </summary>
    /// <returns>How many there were before the first other one.</returns>
    private int TakePlain(ReadOnlySpan<Mbp1> records, Span<Mbp1> destination)
    {
        var most = Math.Min(records.Length, destination.Length);
        var count = 0;
        while (count < most && IsPlain(in records[count])) count++;
        records[..count].CopyTo(destination);
        Rows += count;
        bytes.Consume(count * Mbp1.SizeInBytes);
        return count;
    }

    private static bool IsPlain(in Mbp1 record) =>
        record.Length == Mbp1.SizeInBytes / 4 && record.RecordType == Mbp1Type && RecordCheck.IsPlain(in record);

    /// <summary>Takes one record of any kind.</summary>
    /// <returns>Whether it is market data, and accepted.</returns>
    private bool Take(ReadOnlySpan<byte> record, ref Mbp1 destination)
    {
        var offset = bytes.Offset;
        bytes.Consume(record.Length);
        var type = record.Length >= 2 ? record[1] : (byte)0;
        if (type is not (Mbp1Type or Mbp10Type or Mbp1.BboSecond or Mbp1.BboMinute)) return Skip(record, type, offset);
        if (record.Length < Mbp1.SizeInBytes)
            throw Broken(offset, $"a record of type {type} says it has {record.Length} bytes, fewer than its kind needs");
        Rows++;
        destination = MemoryMarshal.Read<Mbp1>(record);
        destination.Length = Mbp1.SizeInBytes / 4;
        if (type >= Mbp1.BboSecond) (destination.Action, destination.Depth, destination.TsInDelta) = (RecordAction.None, 0, 0);
        if (RecordCheck.Of(in destination) is not { } reason) return true;
        rejects.Add(reason, new RowPlace(bytes.Name, 0, 0, "", offset), Convert.ToHexString(record[..Mbp1.SizeInBytes]), Rows);
        return false;
    }

    /// <summary>Brings a whole record into the window; the end of the file may fall only between records.</summary>
    private bool NextWhole()
    {
        while (bytes.Has(1))
        {
            if (bytes.Has(4) && DbnHeader.Matches(bytes.Window))
            {
                NextHeader();
                continue;
            }

            var length = bytes.Window[0] * 4;
            if (length < HeaderOfRecord) throw Broken(bytes.Offset, $"a record says it has {length} bytes");
            if (!bytes.Has(length))
                throw Broken(bytes.Offset + bytes.Window.Length, "the file ends within a record: it was cut off; fetch it again");
            if (length >= Mbp1.SizeInBytes) return true;
            Skip(bytes.Window[..length], bytes.Window[1], bytes.Offset);
            bytes.Consume(length);
        }

        return false;
    }

    /// <summary>Files put one after the other, as <c>cat</c> does, are read as one.</summary>
    private void NextHeader()
    {
        var next = DbnHeader.Read(bytes);
        if (next.Schema != header.Schema)
            throw SorException.BadData(
                $"{bytes.Name}: a file of schema {next.Schema} follows one of schema {header.Schema} within it; give them as files of "
                + "their own");
        symbols.Add(next.Symbols);
    }

    /// <summary>
    /// Live captures mix in heartbeats, symbol mappings and status: they are no market data. Consolidated quotes would be a wrong answer.
    /// </summary>
    private bool Skip(ReadOnlySpan<byte> record, byte type, long offset)
    {
        if (record.Length < HeaderOfRecord) throw Broken(offset, $"a record says it has {record.Length} bytes");
        if (type is Cmbp1Type or (>= 178 and <= 194))
            throw Broken(
                offset,
                $"records of type {type} are consolidated over venues, so a router has nothing to choose from; use MBP-1, MBP-10 or BBO");
        if (type is Mbp1Type or Mbp10Type or Mbp1.BboSecond or Mbp1.BboMinute)
            throw Broken(offset, $"a record of type {type} says it has {record.Length} bytes, fewer than its kind needs");
        if (type == SymbolMappingType) Map(record);
        return false;
    }

    /// <summary>
    /// A live capture says which symbol an id stands for from here on. Version 1 has symbols of 22 bytes; later ones have 71, after a byte
    /// that says what they are.
    /// </summary>
    private void Map(ReadOnlySpan<byte> record)
    {
        var (first, second, length) = header.Version == 1 ? (16, 38, 22) : (17, 89, 71);
        if (record.Length < second + length) return;
        var (asked, given) = (DbnHeader.Text(record.Slice(first, length)), DbnHeader.Text(record.Slice(second, length)));
        var symbol = uint.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? asked : given;
        if (symbol.Length > 0) symbols.Add(new DbnMapping(BinaryPrimitives.ReadUInt32LittleEndian(record[4..]), symbol, 0, ulong.MaxValue));
    }

    private SorException Broken(long offset, string what) => SorException.BadData($"{bytes.Name}, byte {offset}: {what}");
}
