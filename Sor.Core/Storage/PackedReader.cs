namespace Sor.Core.Storage;

/// <summary>Reads what a <see cref="PackedWriter"/> wrote, in the same order.</summary>
/// <param name="bytes">What was written.</param>
internal ref struct PackedReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int next;

    /// <summary>The next number, which is not negative.</summary>
    public ulong NextUnsigned()
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = bytes[next++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return value;
        }
    }

    /// <summary>The next number.</summary>
    public long Next()
    {
        var folded = NextUnsigned();
        return (long)(folded >> 1) ^ -(long)(folded & 1);
    }

    /// <summary>The next number that may be wide.</summary>
    public Int128 NextWide()
    {
        var low = NextUnsigned();
        var folded = (UInt128)NextUnsigned() << 64 | low;
        return (Int128)(folded >> 1) ^ -(Int128)(folded & 1);
    }
}
