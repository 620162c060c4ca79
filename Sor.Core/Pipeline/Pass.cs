using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Sor.Core.Analysis;
using Sor.Core.MarketData;
using Sor.Core.Routing;
using Sor.Core.Tape;
using Sor.Core.Tuning;

namespace Sor.Core.Pipeline;

/// <summary>
/// One pass over records: they are read ahead on one thread, replayed into tapes on another, and each window is evaluated as it closes.
/// </summary>
/// <param name="options">What the result depends on, for the data at hand.</param>
/// <param name="hasBids">Whether the data carries bids.</param>
/// <param name="memory">What passes have in common.</param>
internal sealed class Pass(BacktestOptions options, bool hasBids, PassMemory memory)
{
    private const int BatchesAhead = PassMemory.Batches - 2;
    private const int TapesAhead = 2;
    private const long EventBytesAhead = 48 << 20;

    private readonly Channel<WindowTape> tapes = Channel.CreateBounded<WindowTape>(TapesAhead);
    private readonly Channel<Batch> batches = Channel.CreateBounded<Batch>(BatchesAhead);
    private readonly List<WindowOutcome> windows = [];
    private readonly Channel<bool> evaluated =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private ExceptionDispatchInfo? failure;
    private int closed;

    /// <summary>Called with each window's tape as it closes, before it is evaluated.</summary>
    public Action<WindowTape>? TapeClosed { get; init; }

    /// <summary>Called with how many records have been replayed, batch by batch.</summary>
    public required Action<int> Replayed { get; init; }

    /// <summary>Most instruments that are replayed.</summary>
    public required int MostInstruments { get; init; }

    /// <summary>Takes the records of all further instruments, a run of one at a time.</summary>
    public required RecordRun Others { get; init; }

    /// <summary>Notices decisions of a user's router that do not end; <c>null</c> where all are built in.</summary>
    public RouterWatch? Watch { get; init; }

    /// <summary>Runs the pass.</summary>
    /// <param name="read">Reads the next records; 0 at their end.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <returns>The outcome of each instrument that was replayed.</returns>
    public async Task<IReadOnlyList<InstrumentOutcome>> RunAsync(Func<Mbp1[], int> read, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var exchange = new TapeExchange(
            tape =>
            {
                if (!tape.IsWarmUp) TapeClosed?.Invoke(tape);
                Interlocked.Increment(ref closed);
                tapes.Writer.WriteAsync(tape, stop.Token).AsTask().GetAwaiter().GetResult();
            },
            memory.Tapes);
        var replay = new Replay(hasBids, options.Window, options.Tape, options.Replay, exchange)
        {
            MostInstruments = MostInstruments,
            Others = Others,
        };
        var replaying = Task.WhenAll(Stage(() => ReadAsync(read, stop.Token), stop), Stage(() => ReplayAsync(replay, stop.Token), stop));
        var working = Task.WhenAll(replaying, Stage(() => EvaluateAsync(exchange, stop.Token), stop));
        if (Watch is not null && await Task.WhenAny(working, Watch.Hung).ConfigureAwait(false) == Watch.Hung)
        {
            // The thread that hangs cannot be ended: it is left behind, and does not keep the process.
            await stop.CancelAsync().ConfigureAwait(false);
            await replaying.ConfigureAwait(false);
            await Watch.Hung.ConfigureAwait(false);
        }

        await working.ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        failure?.Throw();

        var byInstrument = windows.ToLookup(w => w.InstrumentId);
        return [.. replay.Instruments.Select(i => InstrumentOutcome.Of(i.Replay, i.Hash, byInstrument[i.Replay.InstrumentId]))];
    }

    /// <summary>The first to fail stops the others; its exception is the one shown.</summary>
    private Task Stage(Func<Task> work, CancellationTokenSource stop) => Task.Run(async () =>
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
            await stop.CancelAsync().ConfigureAwait(false);
        }
    });

    private async Task ReadAsync(Func<Mbp1[], int> read, CancellationToken stop)
    {
        while (true)
        {
            var records = await memory.Spare.Reader.ReadAsync(stop).ConfigureAwait(false);
            var count = read(records);
            if (count == 0)
            {
                memory.Spare.Writer.TryWrite(records);
                break;
            }

            await batches.Writer.WriteAsync(new Batch(records, count), stop).ConfigureAwait(false);
        }

        batches.Writer.Complete();
    }

    private async Task ReplayAsync(Replay replay, CancellationToken stop)
    {
        await foreach (var batch in batches.Reader.ReadAllAsync(stop).ConfigureAwait(false))
        {
            // Windows of a busy market are large: rather than to record the next ones, wait until those that closed are done with.
            while (memory.Tapes.EventBytes > EventBytesAhead && Volatile.Read(ref closed) > 0)
                await evaluated.Reader.ReadAsync(stop).ConfigureAwait(false);
            replay.Apply(batch.Records.AsSpan(0, batch.Count));
            memory.Spare.Writer.TryWrite(batch.Records);
            Replayed(batch.Count);
        }

        replay.Complete();
        tapes.Writer.Complete();
    }

    private async Task EvaluateAsync(TapeExchange exchange, CancellationToken stop)
    {
        var evaluation = new WindowEvaluation(options, Watch);
        await foreach (var tape in tapes.Reader.ReadAllAsync(stop).ConfigureAwait(false))
        {
            var since = Stopwatch.GetTimestamp();

            // Where windows are evaluated as fast as they are read, a further thread would only take the processor from the reader.
            var isBehind = tapes.Reader.Count > 0 || batches.Reader.Completion.IsCompleted;
            if (tape.IsWarmUp) evaluation.WarmUp(tape);
            else windows.Add(memory.Outcomes.Keep(evaluation.Evaluate(tape, isBehind ? options.Threads : 1)));
            BacktestTelemetry.WindowEvaluation.Record(Stopwatch.GetElapsedTime(since).TotalSeconds);
            exchange.Recycle(tape);
            Interlocked.Decrement(ref closed);
            evaluated.Writer.TryWrite(true);
        }
    }

    private readonly record struct Batch(Mbp1[] Records, int Count);
}

/// <summary>What the passes of a run have in common, so that the second needs no more memory than the first.</summary>
/// <param name="outcomes">Where outcomes wait.</param>
internal sealed class PassMemory(OutcomeStore outcomes)
{
    /// <summary>How many batches of records there are.</summary>
    public const int Batches = 6;

    private const int BatchRecords = 2048;

    /// <summary>Where outcomes wait.</summary>
    public OutcomeStore Outcomes => outcomes;

    /// <summary>Tapes that nobody reads any more.</summary>
    public TapePool Tapes { get; } = new();

    /// <summary>Batches that nobody reads any more; at first all.</summary>
    public Channel<Mbp1[]> Spare { get; } = Filled();

    private static Channel<Mbp1[]> Filled()
    {
        var spare = Channel.CreateUnbounded<Mbp1[]>();
        for (var i = 0; i < Batches; i++) spare.Writer.TryWrite(new Mbp1[BatchRecords]);
        return spare;
    }
}
