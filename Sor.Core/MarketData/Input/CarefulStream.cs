namespace Sor.Core.MarketData.Input;

/// <summary>A decompressor whose failures are all one: the data is damaged, or ends in the middle.</summary>
/// <param name="open">Makes the decompressor, which may fail like reading does.</param>
internal sealed class CarefulStream(Func<Stream> open) : ForwardStream
{
    private Stream? stream;

    /// <exception cref="InvalidDataException">The data are damaged or cut off.</exception>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return (stream ??= open()).Read(buffer);
        }
        catch (Exception e) when (
            e is not (SorException or OperationCanceledException or OutOfMemoryException) && e.GetType() != typeof(IOException))
        {
            throw new InvalidDataException($"it is damaged, or was cut off ({e.Message})", e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) stream?.Dispose();
        base.Dispose(disposing);
    }
}
