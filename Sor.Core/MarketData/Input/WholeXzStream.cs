using SharpCompress.Compressors.Xz;

namespace Sor.Core.MarketData.Input;

/// <summary>Decompresses xz, all streams of it one after the other, and fails if anything but zeros stands after the last.</summary>
/// <remarks>The library reads one stream and leaves what follows alone, so a file made of two would be a shorter file.</remarks>
internal sealed class WholeXzStream : ForwardStream
{
    /// <summary>A dictionary of 128 MiB: what xz -9 needs and more. A larger one would let a small file claim much memory.</summary>
    private const int LargestDictionary = 30;

    private static readonly byte[] Magic = [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00];

    private readonly Stream compressed;
    private CarefulStream? current;
    private TailStream? tail;
    private XzCheck? check;

    public WholeXzStream(Stream compressed) => this.compressed = compressed;

    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            if (current is null && !TryNext()) return 0;
            var count = current!.Read(buffer);
            check!.Append(buffer[..count]);
            if (count > 0 || buffer.IsEmpty) return count;
            if (!check.Matches(tail!.Last))
                throw new InvalidDataException("its length or its checksum is not what it says itself: it is damaged");
            check.Dispose();
            current = null;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) compressed.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Begins the next stream, if there is one.</summary>
    private bool TryNext()
    {
        // The header of the stream and the head of its first block, which names the dictionary.
        var head = new byte[Magic.Length + 6 + 18];
        var first = 0;
        while ((first = compressed.ReadByte()) == 0)
        {
        }

        if (first < 0) return false;
        head[0] = (byte)first;
        var count = 1 + compressed.ReadAtLeast(head.AsSpan(1), head.Length - 1, throwOnEndOfStream: false);
        if (!head.AsSpan(0, Magic.Length).SequenceEqual(Magic))
            throw new InvalidDataException("what follows an xz stream is not another one: it is damaged, or something else was appended");
        if (DictionaryOf(head.AsSpan(12)) > LargestDictionary)
            throw new InvalidDataException("it needs a dictionary of more than 128 MiB; compress the file again, with a level up to -9");
        var rest = new PrefixedStream(head.AsMemory(0, count), compressed);
        var source = tail = new TailStream(rest);
        current = new CarefulStream(() => new XZStream(source));
        check = new XzCheck();
        return true;
    }

    /// <summary>Keeps the last bytes that were read of a stream.</summary>
    private sealed class TailStream(Stream stream) : ForwardStream
    {
        private const int Kept = 4096;

        private readonly byte[] last = new byte[4 * Kept];
        private int used;

        public ReadOnlySpan<byte> Last => last.AsSpan(Math.Max(0, used - Kept)..used);

        public override long Position { get => stream.Position; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var count = stream.Read(buffer);
            var newest = buffer[Math.Max(0, count - Kept)..count];
            if (used + newest.Length > last.Length)
            {
                Last.CopyTo(last);
                used = Kept;
            }

            newest.CopyTo(last.AsSpan(used));
            used += newest.Length;
            return count;
        }
    }

    /// <summary>The size of the dictionary as a block's header has it, where its only filter is LZMA2; 0 where that is not so.</summary>
    private static int DictionaryOf(ReadOnlySpan<byte> block)
    {
        var at = 2;
        for (var sizes = System.Numerics.BitOperations.PopCount((uint)block[1] & 0xC0); sizes > 0; sizes--)
        {
            while (at < block.Length && block[at] >= 0x80) at++;
            at++;
        }

        return at + 2 < block.Length && block[at] == 0x21 && block[at + 1] == 1 ? block[at + 2] : 0;
    }
}
