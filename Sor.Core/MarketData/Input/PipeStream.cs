using System.Runtime.ExceptionServices;

namespace Sor.Core.MarketData.Input;

/// <summary>
/// Reads a pipe whose other end may never write: the wait ends when it is cancelled, and the read that hangs is left to the end of the
/// process.
/// </summary>
internal sealed class PipeStream(Stream pipe, CancellationToken cancel) : ForwardStream
{
    private readonly byte[] bytes = new byte[64 * 1024];
    private ReadOnlyMemory<byte> ahead;

    /// <summary>Does what may block, and waits for it.</summary>
    public static T Await<T>(Func<T> work, CancellationToken cancel)
    {
        if (!cancel.CanBeCanceled) return work();
        var task = Task.Run(work, CancellationToken.None);
        try
        {
            task.Wait(cancel);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
        }

        return task.Result;
    }

    public override int Read(Span<byte> buffer)
    {
        if (ahead.IsEmpty) ahead = bytes.AsMemory(0, Await(() => pipe.Read(bytes), cancel));
        var count = Math.Min(buffer.Length, ahead.Length);
        ahead.Span[..count].CopyTo(buffer);
        ahead = ahead[count..];
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) pipe.Dispose();
        base.Dispose(disposing);
    }
}
