namespace Sor.Core.MarketData.Input;

/// <summary>One input: a file, an entry of a zip archive, a named pipe or standard input; plain or compressed.</summary>
internal sealed class InputFile : IDisposable
{
    private readonly Stream raw;
    private readonly long? length;
    private readonly (long Length, DateTime Written) opened;

    private InputFile(string path, string name, Stream raw, long? length)
    {
        (Path, Name, this.raw, this.length) = (path, SafeText.Of(name), raw, length);
        opened = State();
        try
        {
            Bytes = new InputBuffer(Decompression.Open(raw, Name, out var isCompressed), Name);
            if (raw is FileStream && length is not null && !isCompressed) Plain = new FileInfo(path);
        }
        catch (InvalidDataException e)
        {
            throw SorException.BadData($"{Name}: the compressed data {Decompression.Why(e)}", e);
        }
    }

    /// <summary>The path as given.</summary>
    public string Path { get; }

    /// <summary>Name without folder; <c>-</c> for standard input, <c>day.zip:entry.csv</c> in an archive.</summary>
    public string Name { get; }

    /// <summary>The content, decompressed.</summary>
    public InputBuffer Bytes { get; }

    /// <summary>The file where it lies on a disk and is not compressed.</summary>
    public FileInfo? Plain { get; }

    /// <summary>Bytes of the file read and their number, before decompression; <c>null</c> for a pipe.</summary>
    public (long Read, long Length)? Position => length is { } all && raw.CanRead ? (raw.Position, all) : null;

    /// <summary>Opens a file, a named pipe, or standard input.</summary>
    /// <param name="path">The path; <c>-</c> for standard input.</param>
    /// <param name="cancel">Ends a wait for the other end of a pipe.</param>
    /// <param name="isArchive">Whether it is a zip archive, and so not opened.</param>
    /// <exception cref="SorException">It cannot be opened.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static InputFile? Open(string path, CancellationToken cancel, out bool isArchive)
    {
        isArchive = false;
        if (path == "-") return new InputFile(path, path, new PipeStream(Console.OpenStandardInput(), cancel), null);
        try
        {
            var file = PipeStream.Await(
                () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 14, FileOptions.SequentialScan),
                cancel);
            if (!file.CanSeek) return new InputFile(path, System.IO.Path.GetFileName(path), new PipeStream(file, cancel), null);
            var start = new byte[4];
            isArchive = ZipEntries.Matches(start.AsSpan(0, file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)));
            file.Position = 0;
            if (!isArchive) return new InputFile(path, System.IO.Path.GetFileName(path), file, file.Length);
            file.Dispose();
            return null;
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

    /// <summary>Opens an entry of a zip archive.</summary>
    public static InputFile OpenEntry(string path, string entry)
    {
        var content = ZipEntries.Open(path, entry, out var length);
        return new InputFile(path, $"{System.IO.Path.GetFileName(path)}:{entry}", content, length);
    }

    /// <summary>Fails if the file is no longer what was opened.</summary>
    public void CheckUnchanged()
    {
        if (length is not null && State() != opened)
            throw SorException.BadData($"{Path} changed while it was being read: run again once it is whole");
    }

    public void Dispose() => Bytes.Dispose();

    private (long Length, DateTime Written) State()
    {
        if (length is null) return default;
        var info = new FileInfo(Path);
        return info.Exists ? (info.Length, info.LastWriteTimeUtc) : (-1, default);
    }
}
