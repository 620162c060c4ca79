namespace Sor.Core.MarketData;

/// <summary>A window over a stream of bytes: as much as is asked for at once, whatever the stream's own pieces.</summary>
internal sealed class InputBuffer(Stream stream, string name) : IDisposable
{
    private byte[] bytes = new byte[64 * 1024];
    private int start;
    private int end;
    private bool ended;

    /// <summary>What the source is called in messages.</summary>
    public string Name => name;

    /// <summary>Bytes before the window, after decompression.</summary>
    public long Offset { get; private set; }

    /// <summary>Bytes read and not yet consumed.</summary>
    public ReadOnlySpan<byte> Window => bytes.AsSpan(start, end - start);

    public void Consume(int count)
    {
        start += count;
        Offset += count;
    }

    /// <summary>Reads more bytes behind those of the window.</summary>
    /// <returns>Whether there were any.</returns>
    public bool Fill()
    {
        if (ended) return false;
        if (start > 0)
        {
            bytes.AsSpan(start, end - start).CopyTo(bytes);
            (start, end) = (0, end - start);
        }

        if (end == bytes.Length) Array.Resize(ref bytes, bytes.Length * 2);
        var count = Read(bytes.AsSpan(end));
        end += count;
        ended = count == 0;
        return count > 0;
    }

    /// <summary>Whether the window has at least so many bytes, after reading more if need be.</summary>
    public bool Has(int count)
    {
        while (end - start < count)
            if (!Fill())
                return false;
        return true;
    }

    public void Dispose() => stream.Dispose();

    private static string Why(Exception e)
    {
        if (e is EndOfStreamException || e.Message.Contains("truncated", StringComparison.OrdinalIgnoreCase)) return "ends in the middle: it was cut off; fetch the file again";
        if (e is ZstdSharp.ZstdException { Code: ZstdSharp.Unsafe.ZSTD_ErrorCode.ZSTD_error_frameParameter_windowTooLarge })
            return "needs a window of more than 128 MiB to be decompressed: compress the file again, without --ultra and --long";
        return $"cannot be decompressed: {e.Message}; fetch the file again";
    }

    private int Read(Span<byte> destination)
    {
        try
        {
            return stream.Read(destination);
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException or ZstdSharp.ZstdException)
        {
            throw SorException.BadData($"{name}, byte {Offset + end - start} after decompression: the compressed data {Why(e)}", e);
        }
        catch (IOException e)
        {
            throw SorException.Failed($"{name}, byte {Offset + end - start}: cannot be read on: {e.Message}", e);
        }
    }
}
