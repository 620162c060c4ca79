using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sor.Core.MarketData;

/// <summary>
/// One market-by-price record with one level: the 80-byte <c>Mbp1Msg</c> of Databento's DBN, byte for byte (little endian),
/// in a file, in memory and in a Kafka message. Prices are nano-dollars (1e-9 $), sizes are shares, times are nanoseconds
/// since the Unix epoch, UTC.
/// </summary>
/// <remarks>
/// Source: <see href="https://databento.com/docs/schemas-and-data-formats/mbp-1">Databento MBP-1</see>. The layout is the same in DBN 1, 2
/// and 3.
/// Readers of other schemas (MBP-10, BBO) fill the same fields: level 0 of the book and, where there is one, the trade.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Size = SizeInBytes)]
public struct Mbp1
{
    /// <summary>Size of a record in bytes.</summary>
    public const int SizeInBytes = 80;

    /// <summary>A price that is not there (<c>INT64_MAX</c>).</summary>
    public const long UndefinedPrice = long.MaxValue;

    /// <summary>A time that is not there (<c>UINT64_MAX</c>).</summary>
    public const ulong UndefinedTime = ulong.MaxValue;

    /// <summary>A size that is not there (<c>UINT32_MAX</c>).</summary>
    public const uint UndefinedSize = uint.MaxValue;

    /// <summary>Record type of BBO sampled each second.</summary>
    public const byte BboSecond = 195;

    /// <summary>Record type of BBO sampled each minute.</summary>
    public const byte BboMinute = 196;

    /// <summary>Length of the record in 4-byte words: always 20.</summary>
    public byte Length;

    /// <summary>Record type of the source: 1 MBP-1, 10 MBP-10, 195 and 196 BBO.</summary>
    public byte RecordType;

    /// <summary>Databento's id of dataset and venue (<c>publishers.csv</c>).</summary>
    public ushort PublisherId;

    /// <summary>Numeric id of the instrument.</summary>
    public uint InstrumentId;

    /// <summary>When the venue says it happened; <see cref="UndefinedTime"/> or 0 if unknown.</summary>
    public ulong TsEvent;

    /// <summary>Price of the order or trade this record is about, or <see cref="UndefinedPrice"/>.</summary>
    public long Price;

    /// <summary>Shares of the order or trade this record is about.</summary>
    public uint Size;

    /// <summary>What happened: see <see cref="RecordAction"/>.</summary>
    public RecordAction Action;

    /// <summary>Side of the order, or of the aggressor of a trade: see <see cref="RecordSide"/>.</summary>
    public RecordSide Side;

    /// <summary>See <see cref="RecordFlags"/>.</summary>
    public RecordFlags Flags;

    /// <summary>Level of the book that changed.</summary>
    public byte Depth;

    /// <summary>When Databento's capture server received it; <see cref="UndefinedTime"/> or 0 if unknown.</summary>
    public ulong TsRecv;

    /// <summary>Nanoseconds between the venue's sending and <see cref="TsRecv"/>.</summary>
    public int TsInDelta;

    /// <summary>The venue's sequence number.</summary>
    public uint Sequence;

    /// <summary>Best bid, or <see cref="UndefinedPrice"/>.</summary>
    public long BidPx;

    /// <summary>Best ask, or <see cref="UndefinedPrice"/>.</summary>
    public long AskPx;

    /// <summary>Shares displayed at the best bid.</summary>
    public uint BidSz;

    /// <summary>Shares displayed at the best ask.</summary>
    public uint AskSz;

    /// <summary>Orders at the best bid.</summary>
    public uint BidCt;

    /// <summary>Orders at the best ask.</summary>
    public uint AskCt;

    /// <summary>The record's time: <see cref="TsRecv"/> where it is defined, else <see cref="TsEvent"/>.</summary>
    public readonly ulong Time
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IsDefinedTime(TsRecv) ? TsRecv : TsEvent;
    }

    /// <summary>How far apart quotes of this record's type are sampled, nanoseconds; 0 where each change is a record.</summary>
    public readonly ulong SampledEvery => RecordType switch
    {
        BboSecond => Nanos.One,
        BboMinute => 60 * Nanos.One,
        _ => 0,
    };

    /// <summary>Whether a stamp is a time: neither 0 nor <see cref="UndefinedTime"/>.</summary>
    public static bool IsDefinedTime(ulong stamp) => stamp - 1 < UndefinedTime - 1;
}

/// <summary>What a record is about, as Databento writes it (ASCII).</summary>
public enum RecordAction : byte
{
    /// <summary>No action.</summary>
    None = (byte)'N',

    /// <summary>An order was added.</summary>
    Add = (byte)'A',

    /// <summary>An order was cancelled, in full or in part.</summary>
    Cancel = (byte)'C',

    /// <summary>An order or a quote was modified.</summary>
    Modify = (byte)'M',

    /// <summary>The book of the venue was cleared.</summary>
    Clear = (byte)'R',

    /// <summary>An aggressor traded; the levels are the book before the trade.</summary>
    Trade = (byte)'T',

    /// <summary>A resting order was filled; the levels are the book before the trade.</summary>
    Fill = (byte)'F',
}

/// <summary>The side of an order, or of a trade's aggressor, as Databento writes it (ASCII).</summary>
public enum RecordSide : byte
{
    /// <summary>Unknown or not applicable.</summary>
    None = (byte)'N',

    /// <summary>An ask; on a trade, the seller was the aggressor.</summary>
    Ask = (byte)'A',

    /// <summary>A bid; on a trade, the buyer was the aggressor.</summary>
    Bid = (byte)'B',
}

/// <summary>Databento's record flags.</summary>
[Flags]
public enum RecordFlags : byte
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>Meaning depends on the publisher.</summary>
    PublisherSpecific = 2,

    /// <summary>The book may be bad after an unrecoverable gap.</summary>
    MaybeBadBook = 4,

    /// <summary>The receive time is inaccurate.</summary>
    BadReceiveTime = 8,

    /// <summary>An aggregated price level, not a single order.</summary>
    MarketByPrice = 16,

    /// <summary>Sourced from a replay or snapshot.</summary>
    Snapshot = 32,

    /// <summary>Top of book only.</summary>
    TopOfBook = 64,

    /// <summary>The last record of the venue's event: only now do the levels show the book after it.</summary>
    Last = 128,
}
