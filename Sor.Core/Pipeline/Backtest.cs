using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Sor.Core.Analysis;
using Sor.Core.MarketData;
using Sor.Core.Tape;
using Sor.Core.Tuning;

namespace Sor.Core.Pipeline;

/// <summary>
/// The pipeline: records are read ahead on one thread, replayed into tapes on another, and each window is evaluated as it closes. Memory is
/// bounded by the batches under way and the windows open at once.
/// </summary>
/// <param name="asked">What the result depends on.</param>
public sealed class Backtest(BacktestOptions asked)
{
    private const int BatchRecords = 4096;
    private const int BatchesAhead = 8;
    private const int TapesAhead = 2;

    /// <summary>Called with each window's tape as it closes, before it is evaluated; in time order per instrument. For audits.</summary>
    public Action<WindowTape>? TapeClosed { get; init; }

    /// <summary>Called now and then with the records replayed so far, for a progress display.</summary>
    public Action<long>? Progress { get; init; }

    /// <summary>Replays a source to its end and evaluates every window.</summary>
    /// <param name="source">The records.</param>
    /// <param name="cancel">Ends the run early.</param>
    /// <returns>The outcome of each instrument, in the order of ids.</returns>
    /// <exception cref="SorException">The data cannot give a result.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<IReadOnlyList<InstrumentOutcome>> RunAsync(IRecordSource source, CancellationToken cancel)
    {
        var options = asked.On(source.Schema);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var evaluation = new WindowEvaluation(options);
        var tapes = Channel.CreateBounded<WindowTape>(TapesAhead);
        var batches = Channel.CreateBounded<Batch>(BatchesAhead);
        var spare = Channel.CreateUnbounded<Mbp1[]>();
        for (var i = 0; i < BatchesAhead + 2; i++) spare.Writer.TryWrite(new Mbp1[BatchRecords]);

        var windows = new List<WindowOutcome>();
        var exchange = new TapeExchange(tape =>
        {
            if (!tape.IsWarmUp) TapeClosed?.Invoke(tape);
            tapes.Writer.WriteAsync(tape, stop.Token).AsTask().GetAwaiter().GetResult();
        });
        var replay = new Replay(source.Schema.HasBids, options.Window, options.Tape, options.Replay, exchange);

        // The first to fail stops the others; its exception is the one shown.
        ExceptionDispatchInfo? failure = null;
        async Task Stage(Func<Task> work)
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
        }

        var reading = Task.Run(() => Stage(() => ReadAsync(source, spare.Reader, batches.Writer, stop.Token)), CancellationToken.None);
        var replaying = Task.Run(() => Stage(async () =>
        {
            await ReplayAsync(replay, batches.Reader, spare.Writer, stop.Token).ConfigureAwait(false);
            tapes.Writer.Complete();
        }), CancellationToken.None);
        var evaluating = Task.Run(() => Stage(async () =>
        {
            await foreach (var tape in tapes.Reader.ReadAllAsync(stop.Token).ConfigureAwait(false))
            {
                var since = Stopwatch.GetTimestamp();
                if (tape.IsWarmUp) evaluation.WarmUp(tape);
                else windows.Add(evaluation.Evaluate(tape));
                BacktestTelemetry.WindowEvaluation.Record(Stopwatch.GetElapsedTime(since).TotalSeconds);
                exchange.Recycle(tape);
            }
        }), CancellationToken.None);
        await Task.WhenAll(reading, replaying, evaluating).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        failure?.Throw();

        var byInstrument = windows.ToLookup(w => w.InstrumentId);
        return [.. replay.Instruments.Select(i => InstrumentOutcome.Of(i.Replay, i.Hash, byInstrument[i.Replay.InstrumentId]))];
    }

    private static async Task ReadAsync(
        IRecordSource source,
        ChannelReader<Mbp1[]> spare,
        ChannelWriter<Batch> batches,
        CancellationToken stop)
    {
        while (true)
        {
            var records = await spare.ReadAsync(stop).ConfigureAwait(false);
            var count = source.Read(records);
            if (count == 0) break;
            await batches.WriteAsync(new Batch(records, count), stop).ConfigureAwait(false);
        }

        batches.Complete();
    }

    private async Task ReplayAsync(Replay replay, ChannelReader<Batch> batches, ChannelWriter<Mbp1[]> spare, CancellationToken stop)
    {
        var records = 0L;
        await foreach (var batch in batches.ReadAllAsync(stop).ConfigureAwait(false))
        {
            replay.Apply(batch.Records.AsSpan(0, batch.Count));
            records += batch.Count;
            spare.TryWrite(batch.Records);
            Progress?.Invoke(records);
        }

        replay.Complete();
    }

    private readonly record struct Batch(Mbp1[] Records, int Count);
}
