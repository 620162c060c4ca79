using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace Sor.Core.MarketData.Input;

/// <summary>
/// Holds what an xz stream gave against what its end says of it: the length, and the checksum where the stream is of one block, as it is
/// unless several threads wrote a long file. The
/// library looks at neither. Format: <see href="https://tukaani.org/xz/xz-file-format.txt"/>.
/// </summary>
internal sealed class XzCheck : IDisposable
{
    private const int Footer = 12;

    private static readonly ulong[] Crc64Table = MakeCrc64Table();

    private readonly Crc32 crc32 = new();
    private readonly IncrementalHash sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private ulong crc64 = ulong.MaxValue;
    private long length;

    /// <summary>Takes decompressed bytes.</summary>
    public void Append(ReadOnlySpan<byte> content)
    {
        length += content.Length;
        crc32.Append(content);
        sha256.AppendData(content);
        foreach (var b in content) crc64 = Crc64Table[(byte)(crc64 ^ b)] ^ crc64 >> 8;
    }

    /// <summary>Whether the content is what the stream's last compressed bytes say.</summary>
    public bool Matches(ReadOnlySpan<byte> tail)
    {
        if (tail.Length < Footer) return false;
        var index = (BinaryPrimitives.ReadInt32LittleEndian(tail[^8..]) + 1L) * 4;
        if (index > tail.Length - Footer) return true; // An index longer than what was kept: thousands of blocks.
        var at = tail.Length - Footer - (int)index;
        var checksum = tail[..at];
        at++;
        var blocks = Number(tail, ref at);
        var said = 0UL;
        for (var i = 0UL; i < blocks && at < tail.Length; i++)
        {
            Number(tail, ref at);
            said += Number(tail, ref at);
        }

        return said == (ulong)length && (blocks != 1 || HasChecksum(checksum, kind: tail[^3] & 0x0F));
    }

    public void Dispose() => sha256.Dispose();

    private bool HasChecksum(ReadOnlySpan<byte> end, int kind) => kind switch
    {
        1 => end.EndsWith(crc32.GetCurrentHash()),
        4 => end.Length >= 8 && BinaryPrimitives.ReadUInt64LittleEndian(end[^8..]) == ~crc64,
        10 => end.EndsWith(sha256.GetCurrentHash()),
        _ => true,
    };

    private static ulong Number(ReadOnlySpan<byte> bytes, ref int at)
    {
        var number = 0UL;
        for (var shift = 0; at < bytes.Length && shift < 63; shift += 7)
        {
            var b = bytes[at++];
            number |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) break;
        }

        return number;
    }

    private static ulong[] MakeCrc64Table()
    {
        const ulong Polynomial = 0xC96C_5795_D787_0F42;
        var table = new ulong[256];
        for (var i = 0UL; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++) value = value >> 1 ^ (Polynomial & (0 - (value & 1)));
            table[i] = value;
        }

        return table;
    }
}
