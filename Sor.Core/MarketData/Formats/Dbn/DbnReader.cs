using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Sor.Core.MarketData.Formats.Dbn;

/// <summary>
/// Reads DBN, versions 1 to 3: MBP-1, MBP-10 (level 0), BBO and TBBO, with or without <c>ts_out</c>. Format:
/// <see href="https://databento.com/docs/standards-and-conventions/databento-binary-encoding"/>.
/// </summary>
internal sealed class DbnReader : IFormatReader
{
    private const int PrefixBytes = 8;
    private const int LargestMetadata = 64 << 20;
    private const byte Mbp1Type = 1, Mbp10Type = 10, Bbo1sType = 195, Bbo1mType = 196, Cmbp1Type = 177;

    private static readonly Dictionary<ushort, string> Schemas = new()
    {
        [0] = "mbo",
        [1] = "mbp-1",
        [2] = "mbp-10",
        [3] = "tbbo",
        [4] = "trades",
        [14] = "cmbp-1",
        [15] = "cbbo-1s",
        [16] = "cbbo-1m",
        [17] = "tcbbo",
        [18] = "bbo-1s",
        [19] = "bbo-1m",
        [ushort.MaxValue] = "mixed",
    };

    private readonly InputBuffer bytes;
    private readonly Quarantine quarantine;

    public DbnReader(InputBuffer bytes, Quarantine quarantine)
    {
        (this.bytes, this.quarantine) = (bytes, quarantine);
        Schema = ReadMetadata();
    }

    public SourceSchema Schema { get; }

    public long Rows { get; private set; }

    public InstrumentsBy InstrumentsBy => InstrumentsBy.Id;

    public Dictionary<uint, string> Symbols { get; } = [];

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
            if (plain == 0 && Take(window[..(window[0] * 4)], ref destination[count])) count++;
            count += plain;
        }

        return count;
    }

    /// <summary>Nearly all records are MBP-1 with nothing wrong: a run of these is copied without asking what else a record could be.</summary>
    /// <returns>How many there were before the first other one.</returns>
    private int TakePlain(ReadOnlySpan<Mbp1> records, Span<Mbp1> destination)
    {
        var most = Math.Min(records.Length, destination.Length);
        var count = 0;
        for (; count < most; count++)
        {
            ref readonly var record = ref records[count];
            if (record.Length != Mbp1.SizeInBytes / 4 || record.RecordType != Mbp1Type || !RecordCheck.IsPlain(in record)) break;
            destination[count] = record;
        }

        Rows += count;
        bytes.Consume(count * Mbp1.SizeInBytes);
        return count;
    }

    /// <summary>Takes one record of any kind.</summary>
    /// <returns>Whether it is market data, and accepted.</returns>
    private bool Take(ReadOnlySpan<byte> record, ref Mbp1 destination)
    {
        var offset = bytes.Offset;
        bytes.Consume(record.Length);
        var type = record.Length >= 2 ? record[1] : (byte)0;
        if (type is not (Mbp1Type or Mbp10Type or Bbo1sType or Bbo1mType)) return Skip(record, type, offset);
        if (record.Length < Mbp1.SizeInBytes) throw Broken(offset, $"a record of type {type} says it has {record.Length} bytes, fewer than its kind needs");
        Rows++;
        destination = MemoryMarshal.Read<Mbp1>(record);
        destination.Length = Mbp1.SizeInBytes / 4;
        if (type >= Bbo1sType) (destination.Action, destination.Depth, destination.TsInDelta) = (RecordAction.None, 0, 0);
        if (RecordCheck.Of(in destination) is not { } reason) return true;
        quarantine.Add(reason, new RowPlace(bytes.Name, 0, 0, "", offset), Convert.ToHexString(record[..Mbp1.SizeInBytes]), Rows);
        return false;
    }

    /// <summary>Brings a whole record into the window; the end of the file may fall only between records.</summary>
    private bool NextWhole()
    {
        while (bytes.Has(1))
        {
            var length = bytes.Window[0] * 4;
            if (length < 16) throw Broken(bytes.Offset, $"a record says it has {length} bytes");
            if (!bytes.Has(length)) throw Broken(bytes.Offset + bytes.Window.Length, "the file ends within a record: it was cut off; fetch it again");
            if (length >= Mbp1.SizeInBytes) return true;
            Skip(bytes.Window[..length], bytes.Window[1], bytes.Offset);
            bytes.Consume(length);
        }

        return false;
    }

    /// <summary>Live captures mix in heartbeats, symbol mappings and status: they are no market data. Consolidated quotes would be a wrong answer.</summary>
    private bool Skip(ReadOnlySpan<byte> record, byte type, long offset)
    {
        if (record.Length < 16) throw Broken(offset, $"a record says it has {record.Length} bytes");
        if (type is Cmbp1Type or (>= 178 and <= 194)) throw Broken(offset, $"records of type {type} are consolidated over venues, so a router has nothing to choose from; use MBP-1, MBP-10 or BBO");
        if (type is Mbp1Type or Mbp10Type or Bbo1sType or Bbo1mType) throw Broken(offset, $"a record of type {type} says it has {record.Length} bytes, fewer than its kind needs");
        return false;
    }

    private SourceSchema ReadMetadata()
    {
        if (!bytes.Has(PrefixBytes)) throw Broken(bytes.Window.Length, "the file ends within its header: it was cut off; fetch it again");
        var version = bytes.Window[3];
        if (version is 0 or > 3)
            throw Broken(3, $"DBN version {version} is not known (1, 2 and 3 are): convert it with Databento's dbn tool, or look for a newer Sor");
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Window[4..]);
        if (length is < 100 or > LargestMetadata) throw Broken(4, $"the header says it has {length} bytes");
        if (!bytes.Has(PrefixBytes + (int)length)) throw Broken(bytes.Window.Length, "the file ends within its header: it was cut off; fetch it again");
        var metadata = bytes.Window.Slice(PrefixBytes, (int)length);
        var code = BinaryPrimitives.ReadUInt16LittleEndian(metadata[16..]);
        var name = Schemas.GetValueOrDefault(code, $"number {code}");
        if (name is not ("mbp-1" or "mbp-10" or "tbbo" or "bbo-1s" or "bbo-1m" or "mixed"))
        {
            throw SorException.BadData(name.StartsWith('c') || name == "tcbbo"
                ? $"{bytes.Name}: schema {name} is consolidated over venues, so a router has nothing to choose from; use mbp-1, mbp-10 or bbo-1s of a venue's own feed"
                : $"{bytes.Name}: schema {name} does not show what each venue quotes; use mbp-1, mbp-10, bbo-1s or bbo-1m");
        }

        ReadMappings(metadata, version);
        bytes.Consume(PrefixBytes + (int)length);
        return new SourceSchema(name, HasBids: true, HasTrades: !name.StartsWith("bbo", StringComparison.Ordinal));
    }

    /// <summary>Symbols by instrument id, where the file maps one to the other.</summary>
    private void ReadMappings(ReadOnlySpan<byte> metadata, byte version)
    {
        var at = version == 1 ? 16 + 2 + 8 + 8 + 8 + 8 + 3 + 47 : 16 + 2 + 8 + 8 + 8 + 3 + 2 + 53;
        var symbolLength = version == 1 ? 22 : BinaryPrimitives.ReadUInt16LittleEndian(metadata[(16 + 2 + 8 + 8 + 8 + 3)..]);
        try
        {
            at += 4 + (int)BinaryPrimitives.ReadUInt32LittleEndian(metadata[at..]);
            for (var list = 0; list < 3; list++) at += 4 + symbolLength * (int)BinaryPrimitives.ReadUInt32LittleEndian(metadata[at..]);
            var mappings = BinaryPrimitives.ReadUInt32LittleEndian(metadata[at..]);
            at += 4;
            for (var m = 0U; m < mappings; m++)
            {
                var symbol = Text(metadata.Slice(at, symbolLength));
                at += symbolLength;
                var intervals = BinaryPrimitives.ReadUInt32LittleEndian(metadata[at..]);
                at += 4;
                for (var i = 0U; i < intervals; i++, at += 8 + symbolLength)
                {
                    // One side of a mapping is the id, written as text; which one depends on the direction asked for.
                    var other = Text(metadata.Slice(at + 8, symbolLength));
                    if (uint.TryParse(other, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) Symbols.TryAdd(id, symbol);
                    else if (uint.TryParse(symbol, NumberStyles.None, CultureInfo.InvariantCulture, out id)) Symbols.TryAdd(id, other);
                }
            }
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw SorException.BadData($"{bytes.Name}: the symbol mappings in the header are broken; fetch the file again", e);
        }
    }

    private static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? field : field[..end]);
    }

    private SorException Broken(long offset, string what) => SorException.BadData($"{bytes.Name}, byte {offset}: {what}");
}
