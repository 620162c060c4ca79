namespace Sor.Core.Storage;

/// <summary>
/// Writes whole numbers, small ones in few bytes: seven bits to a byte, the lowest first, the eighth bit where more follow. Of signed ones
/// the sign comes last (zigzag).
/// </summary>
internal sealed class PackedWriter
{
    private const int Longest = 10;

    private byte[] buffer = new byte[1 << 12];

    /// <summary>Bytes written.</summary>
    public int Count { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Span => buffer.AsSpan(0, Count);

    /// <summary>Drops what was written.</summary>
    public void Clear() => Count = 0;

    /// <summary>Takes back all after so many bytes.</summary>
    public void Truncate(int count) => Count = count;

    /// <summary>Writes a number that is not negative.</summary>
    public void PutUnsigned(ulong value)
    {
        if (buffer.Length - Count < Longest) Array.Resize(ref buffer, buffer.Length * 2);
        for (; value >= 0x80; value >>= 7) buffer[Count++] = (byte)(value | 0x80);
        buffer[Count++] = (byte)value;
    }

    /// <summary>Writes a number.</summary>
    public void Put(long value) => PutUnsigned((ulong)(value << 1 ^ value >> 63));

    /// <summary>Writes a number that may be wide.</summary>
    public void PutWide(Int128 value)
    {
        var folded = (UInt128)(value << 1 ^ value >> 127);
        PutUnsigned((ulong)folded);
        PutUnsigned((ulong)(folded >> 64));
    }
}
