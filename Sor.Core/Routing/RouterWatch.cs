using System.Collections.Concurrent;
using System.Diagnostics;

namespace Sor.Core.Routing;

/// <summary>
/// Notices a decision of a user's router that does not end. Its thread cannot be ended and hangs on; whoever waits for
/// <see cref="Hung"/> can end the run, and the process. A debugger stops the clock for good.
/// </summary>
internal sealed class RouterWatch : IDisposable
{
    private readonly ConcurrentDictionary<Thread, Deciding> deciding = [];
    private readonly TaskCompletionSource hung = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeSpan most;
    private readonly Timer timer;

    /// <summary>Watches the decisions of all threads.</summary>
    /// <param name="most">How long one decision may take.</param>
    public RouterWatch(TimeSpan most)
    {
        this.most = most;
        timer = new Timer(_ => Look(), null, most / 10, most / 10);
    }

    /// <summary>Fails with a <see cref="RouterFault"/> once a decision took longer; never ends otherwise.</summary>
    public Task Hung => hung.Task;

    /// <summary>A decision begins on this thread.</summary>
    public void Begin(CheckedRouter router, ulong time)
    {
        var mine = deciding.GetOrAdd(Thread.CurrentThread, static _ => new Deciding());
        (mine.Router, mine.Time) = (router, time);
        Volatile.Write(ref mine.Since, Stopwatch.GetTimestamp());
    }

    /// <summary>This thread's decision has ended.</summary>
    public void End() => Volatile.Write(ref deciding[Thread.CurrentThread].Since, 0);

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    private void Look()
    {
        if (Debugger.IsAttached) return;
        foreach (var one in deciding.Values)
        {
            var (since, router, time) = (Volatile.Read(ref one.Since), one.Router, one.Time);
            if (since != 0 && Stopwatch.GetElapsedTime(since) > most && Volatile.Read(ref one.Since) == since)
                hung.TrySetException(router!.Fault(time, $"has not decided within {most.TotalSeconds:0.###} s"));
        }
    }

    private sealed class Deciding
    {
        public long Since;

        public CheckedRouter? Router { get; set; }

        public ulong Time { get; set; }
    }
}
