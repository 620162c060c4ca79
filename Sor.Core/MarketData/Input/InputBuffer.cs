namespace Sor.Core.MarketData.Input;

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

    private int Read(Span<byte> destination)
    {
        try
        {
            return stream.Read(destination);
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException or ZstdSharp.ZstdException)
        {
            throw SorException.BadData(
                $"{name}, byte {Offset + end - start} after decompression: the compressed data {Decompression.Why(e)}", e);
        }
        catch (IOException e)
        {
            throw SorException.Failed($"{name}, byte {Offset + end - start}: cannot be read on: {e.Message}", e);
        }
    }
}
