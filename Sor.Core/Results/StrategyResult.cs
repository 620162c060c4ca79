using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Sor.Core.Results;

/// <summary>What one strategy did.</summary>
/// <param name="Buy">Buys, where there are any.</param>
/// <param name="Sell">Sells, where there are any.</param>
public sealed record StrategyResult(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SideResult? Buy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SideResult? Sell)
{
    /// <summary>The plain mean of both sides, where there are both.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MeanResult? Mean => Buy is null || Sell is null ? null : new MeanResult(this);

    /// <summary>The sides there are, buys first.</summary>
    [JsonIgnore]
    public IEnumerable<SideResult> Sides => NamedSides.Select(s => s.Result);

    /// <summary>The same, each with its name: <c>buy</c> or <c>sell</c>.</summary>
    [JsonIgnore]
    public IEnumerable<(string Name, SideResult Result)> NamedSides
    {
        get
        {
            if (Buy is not null) yield return ("buy", Buy);
            if (Sell is not null) yield return ("sell", Sell);
        }
    }

    /// <summary>The plain mean of a number over the sides there are; <c>null</c> if one of them has none.</summary>
    public BasisPoints? MeanOf(Func<SideResult, BasisPoints?> value) => BasisPoints.Mean(Sides.Select(value));
}

/// <summary>
/// What one strategy did on one side, over many parents. Prices are dollars, rounded half to even to 6 decimals; basis points are of
/// quantity times arrival mid, the plain mean over parents; a value is <c>null</c> where there is nothing to take it over.
/// </summary>
public sealed record SideResult
{
    /// <summary>How many parents there were.</summary>
    public required int Parents { get; init; }

    /// <summary>Shares filled.</summary>
    public required long Filled { get; init; }

    /// <summary>Shares never filled.</summary>
    public required long Remainder { get; init; }

    /// <summary>Parents with shares never filled.</summary>
    public required int Unfinished { get; init; }

    /// <summary>All-in cash in dollars, positive either way, remainders at their charge. Exact.</summary>
    public required decimal TotalCash { get; init; }

    /// <summary>Mean price of filled shares, without fees.</summary>
    public required decimal? AvgFillPx { get; init; }

    /// <summary>Total cash over all shares ordered.</summary>
    public required decimal AvgAllInPx { get; init; }

    /// <summary>How many fills there were.</summary>
    public required int Fills { get; init; }

    /// <summary>Shares filled by resting orders.</summary>
    public required long Maker { get; init; }

    /// <summary>Those of them that the market filled by trading or quoting through their price.</summary>
    public required long Through { get; init; }

    /// <summary>Shares times seconds by which resting orders were filled before their shares were due, 3 decimals.</summary>
    public required decimal AheadShareSeconds { get; init; }

    /// <summary>Shares filled after the end of their window.</summary>
    public required long Overtime { get; init; }

    /// <summary>Mean time from when a share became due to its fill, seconds, 3 decimals.</summary>
    [JsonPropertyName("time_to_fill_s")]
    public required decimal? TimeToFill { get; init; }

    /// <summary>Cost beyond arrival mid; the sum of the four below.</summary>
    public required BasisPoints AllInBps { get; init; }

    /// <summary>Cost of crossing half the spread, and of depth; <c>null</c> where the data has no bids, and so no spread.</summary>
    public required BasisPoints? HalfSpreadBps { get; init; }

    /// <summary>Fees paid, rebates taken off.</summary>
    public required BasisPoints FeesBps { get; init; }

    /// <summary>Drift of the mid between arrival and fill.</summary>
    public required BasisPoints TimingBps { get; init; }

    /// <summary>What shares never filled are charged.</summary>
    public required BasisPoints RemainderBps { get; init; }

    /// <summary>Mean price against the volume-weighted price of the window's prints.</summary>
    public required BasisPoints? SlippageVwapBps { get; init; }

    /// <summary>Mean price against the mean mid at the window's decisions.</summary>
    public required BasisPoints? SlippageTwapBps { get; init; }

    /// <summary>Filled shares over shares printed meanwhile, at least a minute of each parent, 6 decimals.</summary>
    public required decimal? Participation { get; init; }

    /// <summary>Parents that took more than a fifth of what was printed meanwhile; <c>null</c> where prints are unknown.</summary>
    public required int? Implausible { get; init; }

    /// <summary>How the mid moved after fills.</summary>
    public required MarkoutsResult Markouts { get; init; }

    /// <summary>What was traded where, in the order of MICs.</summary>
    public required IReadOnlyDictionary<string, VenueResult> Venues { get; init; }

    /// <summary>Filled shares by the schedule's bucket, over all parents.</summary>
    public required IReadOnlyList<long> Buckets { get; init; }
}

/// <summary>What was paid beyond arrival mid, and its four parts: plain means over the sides there are.</summary>
public abstract record CostResult
{
    /// <summary>Leaves all to be set.</summary>
    protected CostResult()
    {
    }

    /// <summary>Takes the means over a strategy's sides.</summary>
    private protected CostResult(StrategyResult of)
    {
        AllInBps = of.MeanOf(s => s.AllInBps)!.Value;
        HalfSpreadBps = of.MeanOf(s => s.HalfSpreadBps);
        FeesBps = of.MeanOf(s => s.FeesBps)!.Value;
        TimingBps = of.MeanOf(s => s.TimingBps)!.Value;
        RemainderBps = of.MeanOf(s => s.RemainderBps)!.Value;
    }

    /// <summary>See <see cref="SideResult.AllInBps"/>.</summary>
    [JsonPropertyOrder(-1)]
    public required BasisPoints AllInBps { get; init; }

    /// <summary>See <see cref="SideResult.HalfSpreadBps"/>.</summary>
    [JsonPropertyOrder(-1)]
    public required BasisPoints? HalfSpreadBps { get; init; }

    /// <summary>See <see cref="SideResult.FeesBps"/>.</summary>
    [JsonPropertyOrder(-1)]
    public required BasisPoints FeesBps { get; init; }

    /// <summary>See <see cref="SideResult.TimingBps"/>.</summary>
    [JsonPropertyOrder(-1)]
    public required BasisPoints TimingBps { get; init; }

    /// <summary>See <see cref="SideResult.RemainderBps"/>.</summary>
    [JsonPropertyOrder(-1)]
    public required BasisPoints RemainderBps { get; init; }
}

/// <summary>The plain mean of both sides.</summary>
public sealed record MeanResult : CostResult
{
    /// <summary>Leaves all to be set.</summary>
    [JsonConstructor]
    public MeanResult()
    {
    }

    [SetsRequiredMembers]
    internal MeanResult(StrategyResult of) : base(of) =>
        (SlippageVwapBps, SlippageTwapBps) = (of.MeanOf(s => s.SlippageVwapBps), of.MeanOf(s => s.SlippageTwapBps));

    /// <summary>See <see cref="SideResult.SlippageVwapBps"/>.</summary>
    public required BasisPoints? SlippageVwapBps { get; init; }

    /// <summary>See <see cref="SideResult.SlippageTwapBps"/>.</summary>
    public required BasisPoints? SlippageTwapBps { get; init; }
}

/// <summary>How the mid moved after fills.</summary>
/// <param name="Taker">After fills that took, from their price.</param>
/// <param name="TakerFromMid">The same from the mid at the fill.</param>
/// <param name="Maker">After fills of resting orders, from their price.</param>
/// <param name="MakerFromMid">The same from the mid at the fill.</param>
public sealed record MarkoutsResult(MarkoutResult Taker, MarkoutResult TakerFromMid, MarkoutResult Maker, MarkoutResult MakerFromMid);

/// <summary>
/// Mean move to the mid some time after fills, dollars per share, positive in our favour; <c>null</c> where no fill has a mid so much
/// later.
/// </summary>
/// <param name="After1">One second later.</param>
/// <param name="After10">Ten seconds later.</param>
/// <param name="After60">A minute later.</param>
public sealed record MarkoutResult(
    [property: JsonPropertyName("1s")] decimal? After1,
    [property: JsonPropertyName("10s")] decimal? After10,
    [property: JsonPropertyName("60s")] decimal? After60);

/// <summary>What was traded at one venue.</summary>
/// <param name="Shares">Shares filled.</param>
/// <param name="Fills">Executions.</param>
/// <param name="AvgFillPx">Mean price, dollars, 6 decimals.</param>
/// <param name="Fees">Fees paid, dollars; negative is received. Exact.</param>
public sealed record VenueResult(long Shares, int Fills, decimal AvgFillPx, decimal Fees);
