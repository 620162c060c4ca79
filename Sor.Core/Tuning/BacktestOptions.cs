using System.Text.Json.Serialization;
using Sor.Core.Execution;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Strategies;
using Sor.Core.Tape;

namespace Sor.Core.Tuning;

/// <summary>Everything a backtest's result depends on besides the records.</summary>
public sealed record BacktestOptions
{
    /// <summary>Quantity, collar and liquidity of every parent.</summary>
    public ParentOrder Order { get; init; } = new(5_000, new Collar(50_000_000_000), Liquidity.Depleting);

    /// <summary>The sides executed, buys first.</summary>
    public IReadOnlyList<Side> Sides { get; init; } = [Side.Buy, Side.Sell];

    /// <summary>Whether somebody asked for these sides: otherwise data without bids is bought from, and not sold into.</summary>
    public bool AreSidesGiven { get; init; }

    /// <summary>What is run.</summary>
    public StrategySet Strategies { get; init; } = StrategySet.Default;

    /// <summary>What is traded, cut into parents.</summary>
    public TradingWindow Window { get; init; } = new() { Horizon = Duration.OfMinutes(30) };

    /// <summary>Grid of decisions, latency, bucket and overtime.</summary>
    public TapeOptions Tape { get; init; } = new() { Overtime = Duration.OfMinutes(1) };

    /// <summary>
    /// After this long, what rests is cancelled at the next decision and posted anew, though its price still stands; <c>null</c> for never.
    /// </summary>
    public Duration? LongestSlice { get; init; }

    /// <summary>How records are read.</summary>
    public ReplayOptions Replay { get; init; } = new();

    /// <summary>Fees per venue and date.</summary>
    public FeeSchedule Fees { get; init; } = FeeSchedule.Shipped(anyDate: false);

    /// <summary>How parents are divided into those that parameters are chosen on and those the verdict is about.</summary>
    public SampleSplit Split { get; init; } = SampleSplit.Halves;

    /// <summary>Most threads to use. No result depends on it.</summary>
    [JsonIgnore]
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// These options for data that carries so much: see <see cref="StrategySet.On"/>. Tapes keep events only where some strategy follows
    /// them, and there is a warm-up only where one learns. Without bids there is nothing to sell to.
    /// </summary>
    public BacktestOptions On(SourceSchema schema)
    {
        var strategies = Strategies.On(schema);
        var bucket = strategies.Schedule.Kind == ScheduleKind.Immediate ? Window.Horizon ?? new Duration(TradingWindow.Day) : Tape.Bucket;
        var warmUp = strategies.Tuned.Rests ? new WarmUp { Length = new Duration(SliceHistory.Reach), Bucket = bucket } : default;
        return this with
        {
            Sides = schema.HasBids || AreSidesGiven ? Sides : [Side.Buy],
            Strategies = strategies,
            Tape = Tape with { KeepsEvents = strategies.NeedsEvents, WarmUp = warmUp },
        };
    }
}
