namespace Sor.Core.MarketData;

/// <summary>
/// A file while it is written, under another name beside its place. What lies there under that name, a draft that a killed run left or a
/// link that somebody planted, is removed and never written through. A file may take minutes: writing ends when the run is interrupted.
/// </summary>
/// <param name="path">The draft's name.</param>
/// <param name="bufferSize">Bytes kept back; 0 for none.</param>
/// <param name="cancel">Ends the writing.</param>
public sealed class DraftFile(string path, int bufferSize, CancellationToken cancel = default)
    : FileStream(Cleared(path), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize)
{
    /// <summary>The draft's name of a file.</summary>
    /// <param name="path">Where the file will be.</param>
    public static string NameOf(string path) => Path.Combine(Path.GetDirectoryName(path) ?? "", $".{Path.GetFileName(path)}.partial");

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        cancel.ThrowIfCancellationRequested();
        base.Write(buffer);
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        cancel.ThrowIfCancellationRequested();
        base.Write(buffer, offset, count);
    }

    private static string Cleared(string path)
    {
        File.Delete(path);
        return path;
    }
}
