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

    // A monitor rather than a blocking collection: that spins before it sleeps, on cores that the broker has better use for.
    private readonly object _gate = new();
    private readonly Queue<Block> _full = new();
    private readonly Queue<Block> _free = new();
    private readonly Thread _thread;
    private readonly IRecordSource _source;
    private Exception? _failure;
    private bool _ended;
    private bool _stopped;

    public ReadAhead(IRecordSource source)
    {
        _source = source;
        for (var i = 0; i < Blocks; i++) _free.Enqueue(new Block(new Mbp1[BlockRecords]));
        _thread = new Thread(Run) { IsBackground = true, Name = "read ahead" };
        _thread.Start();
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
        lock (_gate)
        {
            if (_full.Count == 0 && !_ended) Monitor.Wait(_gate, milliseconds);
            return _full.TryDequeue(out block!);
        }
    }

    /// <summary>Whether everything has been taken. Rethrows what the source threw.</summary>
    public bool IsAtEnd
    {
        get
        {
            lock (_gate)
            {
                if (!_ended || _full.Count > 0) return false;
            }

            if (_failure is not null) ExceptionDispatchInfo.Throw(_failure);
            return true;
        }
    }

    public void Return(Block block) => Put(_free, block);

    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }

        // A read of standard input cannot be interrupted; its thread ends with the process, and keeps what it uses until then.
        _thread.Join(TimeSpan.FromSeconds(1));
    }

    private void Run()
    {
        try
        {
            while (TakeFree() is { } block)
            {
                block.Count = _source.Read(block.Buffer);
                if (block.Count == 0) break;
                Put(_full, block);
            }
        }
        catch (Exception e)
        {
            _failure = e;
        }

        lock (_gate)
        {
            _ended = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits for a block to fill; <c>null</c> when nobody wants the rest.</summary>
    private Block? TakeFree()
    {
        lock (_gate)
        {
            while (_free.Count == 0 && !_stopped) Monitor.Wait(_gate);
            return _stopped ? null : _free.Dequeue();
        }
    }

    private void Put(Queue<Block> queue, Block block)
    {
        lock (_gate)
        {
            queue.Enqueue(block);
            Monitor.PulseAll(_gate);
        }
    }
}
