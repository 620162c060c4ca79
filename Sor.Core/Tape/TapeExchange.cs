using System.Collections.Concurrent;

namespace Sor.Core.Tape;

/// <summary>
/// Where tapes come from and go to. A tape that has been evaluated is recycled, so that a long replay needs no more memory than the windows
/// under way at once.
/// </summary>
/// <param name="closed">Receives each whole window's tape.</param>
/// <param name="spare">Tapes that can be used anew.</param>
public sealed class TapeExchange(Action<WindowTape> closed, TapePool spare)
{
    /// <summary>An exchange with tapes of its own.</summary>
    /// <param name="closed">Receives each whole window's tape.</param>
    public TapeExchange(Action<WindowTape> closed) : this(closed, new TapePool())
    {
    }

    /// <summary>Takes back a tape that nobody reads any more. From any thread.</summary>
    public void Recycle(WindowTape tape) => spare.Add(tape);

    internal WindowTape Take() => spare.Take();

    internal void Close(WindowTape tape) => closed(tape);
}

/// <summary>Tapes that nobody reads any more. From any thread.</summary>
public sealed class TapePool
{
    private readonly ConcurrentBag<WindowTape> spare = [];
    private readonly BlockPool<MarketEvent> events = new();

    /// <summary>Bytes of the events of all tapes in use.</summary>
    internal long EventBytes => events.BytesInUse;

    /// <summary>Takes a tape back; the memory of its events is for whichever tape needs it next.</summary>
    internal void Add(WindowTape tape)
    {
        tape.EventBuffer.Clear();
        spare.Add(tape);
    }

    internal WindowTape Take() => spare.TryTake(out var tape) ? tape : new WindowTape(events);
}
