using System.IO.Compression;

namespace Sor.Core.MarketData.Input;

/// <summary>Decompresses gzip, all members of it, and fails if anything but zeros stands after the last.</summary>
/// <remarks>
/// <see cref="GZipStream"/> takes whatever does not start like a member for the end, so a file with a damaged member would be a shorter
/// file. It gives itself away:
/// it asks its source for more until there is no more, unless it stopped before.
/// </remarks>
internal sealed class WholeGzipStream : ForwardStream
{
    private readonly Source source;
    private readonly GZipStream gzip;

    public WholeGzipStream(Stream compressed)
    {
        source = new Source(compressed);
        gzip = new GZipStream(source, CompressionMode.Decompress);
    }

    /// <exception cref="InvalidDataException">The data are damaged, cut off, or followed by what is not gzip.</exception>
    public override int Read(Span<byte> buffer)
    {
        var count = gzip.Read(buffer);
        if (count == 0 && buffer.Length > 0 && !source.Ended)
            throw new InvalidDataException(
                $"what follows a gzip member, shortly before compressed byte {source.Given}, is not another one: it is damaged, or "
                + "something else was appended");
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) gzip.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>
    /// The compressed bytes, but zeros only once it is known what comes after them. Tapes and block devices pad with zeros, as gzip allows:
    /// those at the very end are
    /// given one by one, so that a decompressor that stops at one of them has been given all the rest.
    /// </summary>
    private sealed class Source(Stream compressed) : ForwardStream
    {
        private readonly byte[] block = new byte[64 * 1024];
        private int start;
        private int end;
        private long zerosBefore;
        private int zerosAfter;

        /// <summary>Bytes given.</summary>
        public long Given { get; private set; }

        /// <summary>Whether all but zeros has been given, and more was asked for.</summary>
        public bool Ended { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            while (start == end && !Ended) Fill();
            var count = (int)Math.Min(buffer.Length, zerosBefore > 0 ? Ended ? 1 : zerosBefore : end - start);
            if (zerosBefore > 0)
            {
                buffer[..count].Clear();
                zerosBefore -= count;
            }
            else
            {
                block.AsSpan(start, count).CopyTo(buffer);
                start += count;
            }

            Given += count;
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) compressed.Dispose();
            base.Dispose(disposing);
        }

        private void Fill()
        {
            var count = compressed.Read(block);
            zerosBefore += zerosAfter;
            (start, end) = (0, block.AsSpan(0, count).LastIndexOfAnyExcept((byte)0) + 1);
            zerosAfter = count - end;
            Ended = count == 0;
        }
    }
}
