using Sor.Core.Analysis;
using Sor.Core.MarketData;
using Sor.Core.Routing;
using Sor.Core.Tape;
using Sor.Core.Tuning;

namespace Sor.Core.Pipeline;

/// <summary>
/// The pipeline: records are replayed into tapes, and each window is evaluated as it closes. Memory is bounded by the windows open at once
/// of so many instruments; the records of all others wait, on disk where they are many, and are replayed group after group.
/// </summary>
/// <param name="asked">What the result depends on.</param>
public sealed class Backtest(BacktestOptions asked)
{
    /// <summary>Instruments replayed at once where nothing else is asked for.</summary>
    public const int DefaultInstrumentsAtOnce = 64;

    /// <summary>
    /// Called with each window's tape as it closes, before it is evaluated; in time order per instrument. For audits. Where it is given,
    /// all instruments are replayed at once, so that tapes close in the order of the stream.
    /// </summary>
    public Action<WindowTape>? TapeClosed { get; init; }

    /// <summary>
    /// Called now and then with the records replayed so far, and which part they are of those read so far, for a progress display.
    /// </summary>
    public Action<long, double>? Progress { get; init; }

    /// <summary>Where outcomes wait for the end of the run, and records for their turn; it outlives whatever is made of them.</summary>
    public OutcomeStore Outcomes { get; init; } = new();

    /// <summary>Most instruments replayed at once; at least 1. No result depends on it.</summary>
    public int InstrumentsAtOnce { get; init; } = DefaultInstrumentsAtOnce;

    /// <summary>How long one decision of a user's own router may take before the run is ended.</summary>
    public TimeSpan MostForDecision { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Replays a source to its end and evaluates every window.</summary>
    /// <param name="source">The records.</param>
    /// <param name="cancel">Ends the run early.</param>
    /// <returns>The outcome of each instrument, in the order of ids.</returns>
    /// <exception cref="SorException">The data cannot give a result, the disk is full, or a user's own router does what cannot
    /// be.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<IReadOnlyList<InstrumentOutcome>> RunAsync(IRecordSource source, CancellationToken cancel)
    {
        var options = asked.On(source.Schema);
        using var watch = options.Strategies.Tuned.IsOwn ? new RouterWatch(MostForDecision) : null;
        try
        {
            return await PassesAsync(options, source, watch, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (FaultIn(e) is { } fault)
        {
            throw fault.Failure(source.Summary.Symbols.FirstOrDefault(s => s.InstrumentId == fault.Instrument).Symbol);
        }
    }

    private static RouterFault? FaultIn(Exception? e) => e switch
    {
        RouterFault fault => fault,
        AggregateException several => several.InnerExceptions.Select(FaultIn).FirstOrDefault(fault => fault is not null),
        _ => null,
    };

    private async Task<IReadOnlyList<InstrumentOutcome>> PassesAsync(
        BacktestOptions options, IRecordSource source, RouterWatch? watch, CancellationToken cancel)
    {
        var memory = new PassMemory(Outcomes);
        using var waiting = new WaitingRecords(InstrumentsAtOnce, Outcomes.Folder, Outcomes.Memory);
        var (read, waited, replayed) = (0L, 0L, 0L);

        // Further instruments can only come in the first pass: later ones are groups no larger than may be replayed at once.
        Pass Pass(Action<int> counted) => new(options, source.Schema.HasBids, memory)
        {
            TapeClosed = TapeClosed,
            MostInstruments = TapeClosed is null ? InstrumentsAtOnce : int.MaxValue,
            Others = records =>
            {
                waited += records.Length;
                waiting.Add(records);
            },
            Replayed = counted,
            Watch = watch,
        };

        var outcomes = new List<InstrumentOutcome>();
        var first = Pass(records =>
        {
            read += records;
            replayed = read - waited;
            Progress?.Invoke(replayed, (double)replayed / read);
        });
        outcomes.AddRange(await first.RunAsync(records => source.Read(records), cancel).ConfigureAwait(false));
        while (!waiting.IsEmpty)
        {
            var group = waiting.Next();
            var further = Pass(records =>
            {
                replayed += records;
                Progress?.Invoke(replayed, (double)replayed / read);
            });
            outcomes.AddRange(await further.RunAsync(group.Read, cancel).ConfigureAwait(false));
        }

        return [.. outcomes.OrderBy(o => o.InstrumentId)];
    }
}
