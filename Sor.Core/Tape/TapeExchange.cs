using System.Collections.Concurrent;

namespace Sor.Core.Tape;

/// <summary>
/// Where tapes come from and go to. A tape that has been evaluated is recycled, so that a long replay needs no more memory than the windows
/// under way at once.
/// </summary>
/// <param name="closed">Receives each whole window's tape.</param>
public sealed class TapeExchange(Action<WindowTape> closed)
{
    private readonly ConcurrentBag<WindowTape> spare = [];

    /// <summary>Takes back a tape that nobody reads any more. From any thread.</summary>
    public void Recycle(WindowTape tape) => spare.Add(tape);

    internal WindowTape Take() => spare.TryTake(out var tape) ? tape : new WindowTape();

    internal void Close(WindowTape tape) => closed(tape);
}
