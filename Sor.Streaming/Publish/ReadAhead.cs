using System.Runtime.ExceptionServices;
using Sor.Core.MarketData;

namespace Sor.Streaming.Publish;

/// <summary>
/// Reads a source on a thread of its own, a few blocks ahead, so that a source that blocks (standard input) does not hold back records that
/// have been read.
/// </summary>
internal sealed class ReadAhead : IDisposable
{
    private const int BlockRecords = 8192;
    private const int Blocks = 4;

    // A monitor, because a blocking collection spins before it sleeps, on cores that the broker has better use for.
    private readonly object gate = new();
    private readonly Queue<Block> full = new();
    private readonly Queue<Block> free = new();
    private readonly Thread thread;
    private readonly IRecordSource source;
    private Exception? failure;
    private bool ended;
    private bool stopped;

    public ReadAhead(IRecordSource source)
    {
        this.source = source;
        for (var i = 0; i < Blocks; i++) free.Enqueue(new Block(new Mbp1[BlockRecords]));
        thread = new Thread(Run) { IsBackground = true, Name = "read ahead" };
        thread.Start();
    }

    /// <summary>Records of the source, in order.</summary>
    public sealed class Block(Mbp1[] records)
    {
        internal Mbp1[] Buffer { get; } = records;

        internal int Count { get; set; }

        public ReadOnlySpan<Mbp1> Records => Buffer.AsSpan(0, Count);
    }

    /// <summary>Takes the next block if there is one within the time; give it back when done.</summary>
    public bool TryTake(int milliseconds, out Block block, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            if (full.Count == 0 && !ended) Monitor.Wait(gate, milliseconds);
            return full.TryDequeue(out block!);
        }
    }

    /// <summary>Whether everything has been taken. Rethrows what the source threw.</summary>
    public bool IsAtEnd
    {
        get
        {
            lock (gate)
            {
                if (!ended || full.Count > 0) return false;
            }

            if (failure is not null) ExceptionDispatchInfo.Throw(failure);
            return true;
        }
    }

    public void Return(Block block) => Put(free, block);

    public void Dispose()
    {
        lock (gate)
        {
            stopped = true;
            Monitor.PulseAll(gate);
        }

        // A read of standard input cannot be interrupted; its thread ends with the process, and keeps what it uses until then.
        thread.Join(TimeSpan.FromSeconds(1));
    }

    private void Run()
    {
        try
        {
            while (TakeFree() is { } block)
            {
                block.Count = source.Read(block.Buffer);
                if (block.Count == 0) break;
                Put(full, block);
            }
        }
        catch (Exception e)
        {
            failure = e;
        }

        lock (gate)
        {
            ended = true;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Waits for a block to fill; <c>null</c> when nobody wants the rest.</summary>
    private Block? TakeFree()
    {
        lock (gate)
        {
            while (free.Count == 0 && !stopped) Monitor.Wait(gate);
            return stopped ? null : free.Dequeue();
        }
    }

    private void Put(Queue<Block> queue, Block block)
    {
        lock (gate)
        {
            queue.Enqueue(block);
            Monitor.PulseAll(gate);
        }
    }
}
