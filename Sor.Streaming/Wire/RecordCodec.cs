using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Sor.Core.MarketData;

namespace Sor.Streaming.Wire;

/// <summary>Records as bytes of a message: as they lie in memory, little endian.</summary>
internal static class RecordCodec
{
    static RecordCodec()
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Sor's records are little endian in memory and on the wire");
    }

    public static ReadOnlySpan<byte> Bytes(ReadOnlySpan<Mbp1> records) => MemoryMarshal.AsBytes(records);

    /// <summary>Whether a message is whole records: a multiple of 80 bytes that starts with a record's length byte.</summary>
    public static bool IsRecords(ReadOnlySpan<byte> message) =>
        message.Length > 0 && message.Length % Mbp1.SizeInBytes == 0 && message[0] == Mbp1.SizeInBytes / 4;

    /// <summary>The hash over all records appended so far, as 32 hexadecimal digits.</summary>
    public static string Hex(XxHash128 hash) => hash.GetCurrentHashAsUInt128().ToString("x32", CultureInfo.InvariantCulture);
}
