using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Sor.Core.MarketData;

/// <summary>One input, plain or compressed: gzip and zstd are recognised by their magic numbers, whatever the name says.</summary>
internal sealed class InputFile : IDisposable
{
    /// <summary>zstd windows up to 128 MiB: what any level but --ultra --long needs. A larger one would let a small file claim much memory.</summary>
    private const int LargestWindowLog = 27;

    private readonly string path;
    private readonly FileStream? file;
    private readonly (long Length, DateTime Written) opened;

    private InputFile(string path, Stream raw, FileStream? file)
    {
        (this.path, this.file) = (path, file);
        Name = path == "-" ? "-" : Path.GetFileName(path);
        opened = State();
        var content = Decompressed(raw, out var compressed);
        Bytes = new InputBuffer(content, Name);
        if (file is not null && !compressed) Plain = new FileInfo(path);
    }

    /// <summary>Name without folder; <c>-</c> for standard input.</summary>
    public string Name { get; }

    /// <summary>The content, decompressed.</summary>
    public InputBuffer Bytes { get; }

    /// <summary>The file where it lies on a disk and is not compressed.</summary>
    public FileInfo? Plain { get; }

    /// <summary>Bytes of the file read and their number, before decompression; <c>null</c> for a pipe.</summary>
    public (long Read, long Length)? Position => file is null || !file.CanRead ? null : (file.Position, opened.Length);

    /// <summary>Opens a file, a named pipe, or standard input.</summary>
    /// <param name="path">The path; <c>-</c> for standard input.</param>
    /// <param name="cancel">Ends a wait for the other end of a pipe.</param>
    /// <exception cref="SorException">It cannot be opened.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static InputFile Open(string path, CancellationToken cancel)
    {
        if (path == "-") return new InputFile(path, new PipeStream(Console.OpenStandardInput(), cancel), null);
        if (Directory.Exists(path)) throw SorException.Usage($"{path} is a folder: name the files in it");
        try
        {
            var file = PipeStream.Await(() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.SequentialScan), cancel);
            return file.CanSeek ? new InputFile(path, file, file) : new InputFile(path, new PipeStream(file, cancel), null);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw SorException.Usage($"{path}: no such file", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw SorException.Failed($"{path}: cannot be opened: {e.Message}", e);
        }
    }

    /// <summary>Fails if the file is no longer what was opened.</summary>
    public void CheckUnchanged()
    {
        if (file is not null && State() != opened)
            throw SorException.BadData($"{path} changed while it was being read: run again once it is whole");
    }

    public void Dispose() => Bytes.Dispose();

    private (long Length, DateTime Written) State()
    {
        if (file is null) return default;
        var info = new FileInfo(path);
        return info.Exists ? (info.Length, info.LastWriteTimeUtc) : (-1, default);
    }

    private static Stream Decompressed(Stream raw, out bool compressed)
    {
        compressed = true;
        var head = new byte[4];
        var count = raw.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var whole = new PrefixedStream(head.AsMemory(0, count), raw);
        if (head is [0x1F, 0x8B, ..]) return new WholeGzipStream(whole);
        if (head is not [0x28, 0xB5, 0x2F, 0xFD] && !(head is [>= 0x50 and <= 0x5F, 0x2A, 0x4D, 0x18]))
        {
            compressed = false;
            return whole;
        }

        var zstd = new DecompressionStream(whole, checkEndOfStream: true, leaveOpen: false);
        zstd.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, LargestWindowLog);
        return zstd;
    }

    /// <summary>A stream whose first bytes have been read already: standard input cannot be turned back.</summary>
    private sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : ForwardStream
    {
        private ReadOnlyMemory<byte> prefix = prefix;

        public override int Read(Span<byte> buffer)
        {
            if (prefix.IsEmpty) return rest.Read(buffer);
            var count = Math.Min(buffer.Length, prefix.Length);
            prefix.Span[..count].CopyTo(buffer);
            prefix = prefix[count..];
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) rest.Dispose();
            base.Dispose(disposing);
        }
    }
}
