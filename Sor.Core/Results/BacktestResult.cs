using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sor.Core.Results;

/// <summary>
/// What a backtest found. <c>result.json</c> is this record written as JSON: first the classic keys, then ours; the console,
/// <c>fills.csv</c> and whatever else shows a result read the same numbers from here. The same records under the same options give the same
/// bytes. <c>docs/results.md</c> explains every key.
/// </summary>
public sealed record BacktestResult
{
    /// <summary>
    /// The parameters chosen on the training parents of the last fold: what one would go on with. By name: those of the model, or
    /// those that a user's own router declares.
    /// </summary>
    public required OrderedDictionary<string, decimal> BestParameters { get; init; }

    /// <summary>The tuned router under them: buys, or the one side asked for.</summary>
    public required CashTotals Optimized { get; init; }

    /// <summary>The classic baselines.</summary>
    public required ClassicBaselines<CashTotals> Baselines { get; init; }

    /// <summary>What each baseline cost more than <see cref="Optimized"/>: mean over parents; positive is a saving.</summary>
    public required ClassicBaselines<BasisPoints> SavingsVsBaselinesBps { get; init; }

    /// <summary>The answer.</summary>
    public required VerdictResult Verdict { get; init; }

    /// <summary>What was run, and what every strategy did.</summary>
    public required DetailsResult Details { get; init; }

    /// <summary>The parameter sweep.</summary>
    public required TuningResult Tuning { get; init; }

    /// <summary>What was read, and how good it is.</summary>
    public required DataResult Data { get; init; }

    /// <summary>
    /// Every whole parent window in time order, then by instrument. Not in <c>result.json</c>, where it would be most of the file.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<ParentResult> Parents { get; init; } = [];

    /// <summary>Reads <c>result.json</c>. What is not in it, the parents one by one, is not in what is read.</summary>
    /// <exception cref="SorException">It is no result, or one that lacks what this version writes.</exception>
    public static BacktestResult Read(Stream input)
    {
        try
        {
            return JsonSerializer.Deserialize(input, ResultJson.Default.BacktestResult) ?? throw SorException.BadData("it is empty");
        }
        catch (JsonException e)
        {
            throw SorException.BadData("it is not what this version's backtest writes: run it again with this version", e);
        }
    }

    /// <summary>Writes <c>result.json</c>: indented UTF-8 with a line feed at the end.</summary>
    public void Write(Stream output)
    {
        JsonSerializer.Serialize(output, this, ResultJson.Default.BacktestResult);
        output.WriteByte((byte)'\n');
    }
}

/// <summary>One value per baseline of the classic assignment.</summary>
/// <param name="BestAsk"><c>best_ask</c> on the schedule chosen.</param>
/// <param name="Twap"><c>sweep</c> on a TWAP schedule.</param>
/// <param name="Vwap"><c>prorata</c> on the schedule chosen.</param>
public sealed record ClassicBaselines<T>(T BestAsk, T Twap, T Vwap);

/// <summary>Cash and price over all parents of a side.</summary>
/// <param name="TotalCash">Dollars with fees and remainder: paid by a buyer, received by a seller. Exact.</param>
/// <param name="AvgFillPx">Dollars per filled share without fees; <c>null</c> where nothing was filled.</param>
public sealed record CashTotals(decimal TotalCash, decimal? AvgFillPx);
