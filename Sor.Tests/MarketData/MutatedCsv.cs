using System.Text;
using Sor.Core.MarketData;

namespace Sor.Tests.MarketData;

/// <summary>
/// Rows of CSV, good and spoilt, from a seed. Of a good row it knows the record; of a row spoilt on purpose it knows the reason it must be
/// rejected for; of a row in which any bytes
/// were changed it knows nothing.
/// </summary>
internal sealed class MutatedCsv(int seed)
{
    public const string Header =
        "ts_recv,ts_event,rtype,publisher_id,instrument_id,action,side,depth,price,size,flags,ts_in_delta,sequence,bid_px_00,ask_px_00,bid_sz_00,ask_sz_00,bid_ct_00,ask_ct_00,symbol";

    private const ulong Start = 1_722_519_392_000_000_000;

    private static readonly (RejectReason Reason, int[] Columns, string[] Cells)[] Spoilt =
    [
        (
            RejectReason.bad_time,
            [0, 1],
            [
                "-1",
                "x",
                "17225193",
                "2024-08-01T24:00:00Z",
                "2024-02-30T13:36:32Z",
                "2024-08-01T13:36:32+2:00",
                "1989-12-31T23:59:59Z",
                "2024-08-01T13:36:32.1234567890Z",
                "99999999999999999999",
                "2024-08-01",
            ]),
        (RejectReason.bad_number, [2], ["256", "-1", "mbp-1", "", "1.5"]),
        (RejectReason.bad_number, [7, 10], ["256", "-1", "x", "1.5"]),
        (RejectReason.bad_number, [11], ["2147483648", "-2147483649", "x"]),
        (RejectReason.bad_number, [12, 17, 18], ["4294967296", "-1", "0x10"]),
        (RejectReason.bad_publisher, [3], ["0", "65536", "-2", "", "XNAS", "2.5"]),
        (RejectReason.bad_instrument, [4], ["4294967296", "-1", "", "AAPL"]),
        (RejectReason.bad_action, [5], ["X", "x", "AA", "1"]),
        (RejectReason.bad_side, [6], ["S", "buy", "s"]),
        (
            RejectReason.bad_price,
            [8, 13, 14],
            [
                "-0.01",
                "1e-2",
                "10000000.01",
                "222.81.1",
                ".",
                "$222.81",
                "+1",
                "0x1",
                "1 1",
                "222_81",
                "inf",
                "-9223372036854775808",
                "9223372036854775808",
                "99999999999999999999999",
            ]),
        (RejectReason.bad_size, [9, 15, 16], ["-1", "1.5", "1000000001", "4294967296", "1.5e3", "x", "18446744073709551616"]),
    ];

    private readonly Random random = new(seed);
    private readonly byte[] any = new byte[4];

    /// <summary>Writes one row with its line end, and says what must become of it.</summary>
    public (Mbp1? Accepted, RejectReason? Rejected) Next(Stream output, uint sequence)
    {
        var record = Record(sequence);
        var cells = Cells(record);
        // The first row is good: it is by it that the symbol has its id.
        switch (sequence == 0 ? 3 : random.Next(4))
        {
            case 0:
                return (null, Spoil(output, cells));
            case 1:
                Write(output, Changed(Encoding.ASCII.GetBytes(string.Join(',', cells))));
                return (null, null);
            default:
                Write(output, Encoding.ASCII.GetBytes(string.Join(',', cells)));
                return (record, null);
        }
    }

    private RejectReason Spoil(Stream output, string[] cells)
    {
        if (random.Next(10) == 0)
        {
            if (random.Next(100) == 0)
            {
                Write(output, Encoding.ASCII.GetBytes(new string('7', 70_000)));
                return RejectReason.line_too_long;
            }

            Write(
                output,
                Encoding.ASCII.GetBytes(
                    string.Join(',', random.Next(2) == 0 ? cells.SkipLast(1 + random.Next(cells.Length - 1)) : cells.Append("more"))));
            return RejectReason.field_count;
        }

        var (reason, columns, bad) = Spoilt[random.Next(Spoilt.Length)];
        cells[columns[random.Next(columns.Length)]] = bad[random.Next(bad.Length)];
        Write(output, Encoding.ASCII.GetBytes(string.Join(',', cells)));
        return reason;
    }

    /// <summary>Some bytes replaced, removed or added, never a line end.</summary>
    private List<byte> Changed(byte[] row)
    {
        var bytes = row.ToList();
        for (var changes = 1 + random.Next(4); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            random.NextBytes(any);
            var b = any[0] is (byte)'\n' or (byte)'\r' ? (byte)'"' : any[0];
            switch (any[1] % 3)
            {
                case 0: bytes[at] = b; break;
                case 1: bytes.RemoveAt(at); break;
                default: bytes.Insert(at, b); break;
            }
        }

        return bytes;
    }

    private Mbp1 Record(uint sequence) => new()
    {
        Length = 20,
        RecordType = 1,
        PublisherId = (ushort)(1 + random.Next(60)),
        InstrumentId = 38,
        TsEvent = Start + sequence * 1_000UL,
        TsRecv = Start + sequence * 1_000UL + (ulong)random.Next(1_000_000),
        Action = (RecordAction)"ACMRTFN"[random.Next(7)],
        Side = (RecordSide)"ABN"[random.Next(3)],
        Flags = (RecordFlags)random.Next(256),
        Depth = (byte)random.Next(10),
        Price = random.Next(20) == 0 ? Mbp1.UndefinedPrice : random.NextInt64(10_000_000, 1_000_000_000_000),
        Size = (uint)random.Next(10_000),
        TsInDelta = random.Next(-1_000_000, 1_000_000),
        Sequence = sequence,
        BidPx = random.Next(20) == 0 ? Mbp1.UndefinedPrice : random.NextInt64(10_000_000, 1_000_000_000_000),
        AskPx = random.NextInt64(10_000_000, 1_000_000_000_000),
        BidSz = random.Next(20) == 0 ? Mbp1.UndefinedSize : (uint)random.Next(1_000_000),
        AskSz = (uint)random.Next(1_000_000),
        BidCt = (uint)random.Next(100),
        AskCt = (uint)random.Next(100),
    };

    private static string[] Cells(Mbp1 r) =>
    [
            $"{r.TsRecv}",
            $"{r.TsEvent}",
            $"{r.RecordType}",
            $"{r.PublisherId}",
            $"{r.InstrumentId}",
            $"{(char)r.Action}",
            $"{(char)r.Side}",
            $"{r.Depth}",
            Price(r.Price),
            $"{r.Size}",
            $"{(byte)r.Flags}",
            $"{r.TsInDelta}",
            $"{r.Sequence}",
            Price(r.BidPx),
            Price(r.AskPx),
            Size(r.BidSz),
            Size(r.AskSz),
            $"{r.BidCt}",
            $"{r.AskCt}",
            "AAPL",
    ];

    private static string Price(long price) => price == Mbp1.UndefinedPrice ? "" : $"{price}";

    private static string Size(uint size) => size == Mbp1.UndefinedSize ? "" : $"{size}";

    private static void Write(Stream output, IReadOnlyList<byte> row)
    {
        output.Write([.. row]);
        output.WriteByte((byte)'\n');
    }
}
