namespace Sor.Core.Storage;

/// <summary>
/// Bytes that are not needed before a run's end: in memory as long as they are few, then in a file that has no name, so that nothing of it
/// is left however the process ends. To be added to by one thread; once nothing is added any more, several may
/// read.
/// </summary>
/// <param name="folder">Where the file is made once it is needed; <c>null</c> keeps all in memory.</param>
/// <param name="memory">Bytes that are kept in memory.</param>
public sealed class Spool(string? folder, int memory = Spool.DefaultMemory) : IDisposable
{
    /// <summary>Bytes that are kept in memory where nothing else is asked for: a day of one instrument needs no file.</summary>
    public const int DefaultMemory = 4 << 20;

    private const int First = 1 << 14;

    private byte[] tail = new byte[First];
    private int count;
    private long tailAt;
    private FileStream? file;

    /// <summary>How many bytes there are.</summary>
    public long Length => tailAt + count;

    /// <summary>How many of them are in the file.</summary>
    public long InFile => tailAt;

    /// <summary>Adds bytes.</summary>
    /// <returns>Where they begin.</returns>
    /// <exception cref="SorException">The disk is full.</exception>
    /// <exception cref="IOException">The file cannot be made or written.</exception>
    public long Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > tail.Length - count) MakeRoom(bytes.Length);
        var at = Length;
        bytes.CopyTo(tail.AsSpan(count));
        count += bytes.Length;
        return at;
    }

    /// <summary>Reads what was added.</summary>
    /// <param name="at">Where it begins.</param>
    /// <param name="destination">Where to put it; it is filled.</param>
    public void Read(long at, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(at);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(at + destination.Length, Length, nameof(at));
        var rest = destination;
        while (at < tailAt && !rest.IsEmpty)
        {
            var part = rest[..(int)Math.Min(rest.Length, tailAt - at)];
            var read = RandomAccess.Read(file!.SafeFileHandle, part, at);
            if (read == 0) throw new IOException($"a temporary file in {folder} is shorter than what was written to it");
            at += read;
            rest = rest[read..];
        }

        if (!rest.IsEmpty) tail.AsSpan((int)(at - tailAt), rest.Length).CopyTo(rest);
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();

    private void MakeRoom(int more)
    {
        if (folder is not null && count + more > memory) Flush();
        if (count + more > tail.Length)
            Array.Resize(ref tail, Math.Max(checked(count + more), (int)Math.Min(2L * tail.Length, Array.MaxLength)));
    }

    private void Flush()
    {
        try
        {
            file ??= Create(folder!);
            RandomAccess.Write(file.SafeFileHandle, tail.AsSpan(0, count), tailAt);
        }
        catch (IOException e) when ((e.HResult & 0xFFFF) is 28 or 112)
        {
            // ENOSPC, and Windows' ERROR_DISK_FULL.
            throw SorException
                .Failed($"the disk is full: {e.Message}, where a run keeps what it needs at its end", e)
                .Advise(new KeepElsewhere());
        }

        (tailAt, count) = (tailAt + count, 0);
    }

    /// <summary>
    /// A file that only this user may read. Windows removes it with its last handle, however the process ends; elsewhere an open file needs
    /// no name.
    /// </summary>
    private static FileStream Create(string folder)
    {
        var path = Path.Combine(folder, $".sor-{Path.GetRandomFileName()}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, BufferSize = 0 };
        if (OperatingSystem.IsWindows()) options.Options = FileOptions.DeleteOnClose;
        else options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var stream = new FileStream(path, options);
        if (!OperatingSystem.IsWindows()) File.Delete(path);
        return stream;
    }
}
