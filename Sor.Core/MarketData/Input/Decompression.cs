using SharpCompress.Compressors;
using SharpCompress.Compressors.BZip2;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Sor.Core.MarketData.Input;

/// <summary>Compressions, recognised by their magic numbers, whatever the name says.</summary>
internal static class Decompression
{
    /// <summary>
    /// zstd windows up to 128 MiB: what any level but --ultra --long needs. A larger one would let a small file claim much memory.
    /// </summary>
    private const int LargestWindowLog = 27;

    private const int Magic = 12;

    /// <summary>The content of a stream, decompressed once if it is compressed.</summary>
    /// <param name="raw">The stream, from its start.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="isCompressed">Whether it is.</param>
    /// <exception cref="SorException">It is an archive that can only be read from a disk.</exception>
    public static Stream Open(Stream raw, string name, out bool isCompressed)
    {
        var head = new byte[Magic];
        var count = raw.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var whole = new PrefixedStream(head.AsMemory(0, count), raw);
        isCompressed = true;
        switch (head)
        {
            case [0x1F, 0x8B, ..]:
                return new WholeGzipStream(whole);
            case [0x28, 0xB5, 0x2F, 0xFD, ..]:
            case [>= 0x50 and <= 0x5F, 0x2A, 0x4D, 0x18, _, _, _, _, not (byte)'D', ..]:
                var zstd = new DecompressionStream(whole, checkEndOfStream: true, leaveOpen: false);
                zstd.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, LargestWindowLog);
                return zstd;
            case [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..]:
                return new WholeXzStream(whole);
            case [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', 0x31, 0x41, 0x59, ..]:
                return new CarefulStream(() => BZip2Stream.Create(whole, CompressionMode.Decompress, true, false, false));
            case [(byte)'P', (byte)'K', 3, 4, ..]:
                throw SorException.BadData(
                    $"{name}: a zip archive can be read only from a disk, and not within another file: write it to a file, or unpack it, "
                    + "and name that");
            default:
                isCompressed = false;
                return whole;
        }
    }

    /// <summary>What to say of data that cannot be decompressed.</summary>
    public static string Why(Exception e)
    {
        if (e is EndOfStreamException || e.Message.Contains("truncated", StringComparison.OrdinalIgnoreCase))
            return "ends in the middle: it was cut off; fetch the file again";
        if (e is ZstdException { Code: ZSTD_ErrorCode.ZSTD_error_frameParameter_windowTooLarge })
            return "needs a window of more than 128 MiB to be decompressed: compress the file again, without --ultra and --long";

        // The framework calls every wrong byte or checksum a method that it does not support.
        if (e is InvalidDataException && e.Message.Contains("unsupported compression method", StringComparison.Ordinal))
            return "is damaged: its bytes are not what its checksum says; fetch the file again";
        return $"cannot be decompressed: {e.Message}; fetch the file again";
    }
}

/// <summary>A stream whose first bytes have been read already: standard input cannot be turned back.</summary>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : ForwardStream
{
    private ReadOnlyMemory<byte> prefix = prefix;
    private long given;

    /// <summary>Bytes given so far: some decompressors align by it.</summary>
    public override long Position { get => given; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        var count = prefix.IsEmpty ? rest.Read(buffer) : Math.Min(buffer.Length, prefix.Length);
        if (!prefix.IsEmpty)
        {
            prefix.Span[..count].CopyTo(buffer);
            prefix = prefix[count..];
        }

        given += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) rest.Dispose();
        base.Dispose(disposing);
    }
}
