using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Sor.Core.MarketData;

namespace Sor.Streaming;

/// <summary>
/// Reads a source on a thread of its own, a few blocks ahead, so that a source that blocks (standard input) does not hold back records that have been read.
/// </summary>
internal sealed class ReadAhead : IDisposable
{
    private const int BlockRecords = 8192;
    private const int Blocks = 4;

    private readonly BlockingCollection<Block> _full = [];
    private readonly BlockingCollection<Block> _free = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private readonly IRecordSource _source;
    private Exception? _failure;

    public ReadAhead(IRecordSource source)
    {
        _source = source;
        for (var i = 0; i < Blocks; i++) _free.Add(new Block(new Mbp1[BlockRecords]));
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

    /// <summary>Takes the next block if there is one within the time; give it back when done. Rethrows what the source threw.</summary>
    public bool TryTake(int milliseconds, out Block block, CancellationToken cancellation) =>
        _full.TryTake(out block!, milliseconds, cancellation);

    /// <summary>Whether everything has been taken. Rethrows what the source threw.</summary>
    public bool IsAtEnd
    {
        get
        {
            if (!_full.IsCompleted) return false;
            if (_failure is not null) ExceptionDispatchInfo.Throw(_failure);
            return true;
        }
    }

    public void Return(Block block) => _free.Add(block);

    public void Dispose()
    {
        _stop.Cancel();
        // A read of standard input cannot be interrupted; its thread ends with the process, and keeps what it uses until then.
        if (!_thread.Join(TimeSpan.FromSeconds(1))) return;
        _full.Dispose();
        _free.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        try
        {
            while (true)
            {
                var block = _free.Take(_stop.Token);
                block.Count = _source.Read(block.Buffer);
                if (block.Count == 0) break;
                _full.Add(block, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Nobody wants the rest.
        }
        catch (Exception e)
        {
            _failure = e;
        }

        _full.CompleteAdding();
    }
}
