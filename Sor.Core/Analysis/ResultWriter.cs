using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Strategies;
using Sor.Core.Tuning;

namespace Sor.Core.Analysis;

/// <summary>
/// Writes <c>result.json</c>: first the classic keys, then ours. The same analysis gives the same bytes; nothing in it depends on the moment, the machine's
/// threads or the transport.
/// </summary>
public sealed class ResultWriter
{
    private static readonly string[] MarkoutNames = ["1s", "10s", "60s"];

    private readonly Utf8JsonWriter json;
    private readonly BacktestOptions options;
    private readonly TransactionCostAnalysis analysis;
    private readonly SourceSchema schema;
    private readonly SourceSummary summary;

    private ResultWriter(Utf8JsonWriter json, BacktestOptions options, TransactionCostAnalysis analysis, SourceSchema schema, SourceSummary summary) =>
        (this.json, this.options, this.analysis, this.schema, this.summary) = (json, options, analysis, schema, summary);

    /// <summary>Writes the result as indented UTF-8 with a line feed at the end.</summary>
    public static void Write(Stream output, BacktestOptions options, TransactionCostAnalysis analysis, Verdict verdict, SourceSchema schema, SourceSummary summary)
    {
        // Names of files and symbols are data: the default encoder escapes what a page could take for markup.
        var style = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.Default };
        using (var json = new Utf8JsonWriter(output, style)) new ResultWriter(json, options, analysis, schema, summary).Document(verdict);
        output.WriteByte((byte)'\n');
    }

    private void Document(Verdict verdict)
    {
        var ours = analysis.Chosen.Strategy;
        var strategies = analysis.Strategies;
        var baselines = new (string Name, Strategy Strategy)[] { ("best_ask", strategies.BestAsk), ("twap", strategies.TwapSweep), ("vwap", strategies.Prorata) };

        json.WriteStartObject();
        json.WritePropertyName("best_parameters");
        Point(analysis.Chosen.Point);
        json.WritePropertyName("optimized");
        Totals(analysis.Result(ours, options.Sides[0]));
        json.WriteStartObject("baselines");
        foreach (var (name, strategy) in baselines)
        {
            json.WritePropertyName(name);
            Totals(analysis.Result(strategy, options.Sides[0]));
        }

        json.WriteEndObject();
        json.WriteStartObject("savings_vs_baselines_bps");
        foreach (var (name, strategy) in baselines) Bps(name, analysis.Saving(strategy, options.Sides[0]));
        json.WriteEndObject();
        WriteVerdict(verdict);
        Details(ours);
        Tuning();
        Data();
        json.WriteEndObject();
    }

    private void Point(ParameterPoint point)
    {
        json.WriteStartObject();
        Number("lambda_over", Value(point.LambdaOver));
        Number("lambda_under", Value(point.LambdaUnder));
        Number("theta_queue", Value(point.ThetaQueue));
        json.WriteEndObject();
    }

    private void Totals(StrategyResult result)
    {
        json.WriteStartObject();
        Number("total_cash", result.TotalCash);
        Number("avg_fill_px", result.AvgFillPx);
        json.WriteEndObject();
    }

    private void WriteVerdict(Verdict verdict)
    {
        json.WriteStartObject("verdict");
        json.WriteString("sentence", verdict.Sentence);
        json.WriteString("optimized", analysis.Strategies.Tuned.Name);
        json.WriteString("baseline", analysis.Strategies.BestAsk.Name);
        json.WriteBoolean("out_of_sample", verdict.OutOfSample);
        Difference(verdict.Difference);
        json.WriteNumber("unfinished", verdict.Unfinished);
        json.WriteStartObject("finished_only");
        Difference(verdict.DifferenceFinished);
        json.WriteEndObject();
        if (verdict.IsPlausible is { } plausible) json.WriteBoolean("plausible", plausible);
        else json.WriteNull("plausible");
        json.WriteEndObject();
    }

    private void Difference(PairedDifference difference)
    {
        Statistic("difference", difference.Count == 0 ? null : difference.Mean);
        Statistic("sd", difference.StandardDeviation);
        json.WriteNumber("n", difference.Count);
        json.WriteNumber("cheaper", difference.Cheaper);
        json.WriteNumber("dearer", difference.Dearer);
        if (difference.Interval is not { } interval)
        {
            json.WriteNull("interval");
            return;
        }

        json.WriteStartObject("interval");
        Statistic("low", interval.Low);
        Statistic("high", interval.High);
        json.WriteString("method", $"95 % percentile bootstrap over {interval.Resampled}");
        json.WriteEndObject();
    }

    private void Details(Strategy ours)
    {
        json.WriteStartObject("details");
        json.WriteStartObject("order");
        json.WriteNumber("quantity", options.Order.Quantity);
        json.WriteString("side", options.Sides.Count == 2 ? "both" : Name(options.Sides[0]));
        Number("collar_bps", (decimal)options.Order.Collar.NanoBps / Nanos.One);
        Seconds("horizon_s", options.Window.Horizon);
        json.WriteString("from", Boundary(options.Window.From, "first two-sided quote"));
        json.WriteString("to", Boundary(options.Window.To, "last record"));
        json.WriteEndObject();
        json.WriteStartObject("schedule");
        json.WriteString("name", options.Strategies.Schedule.ToString());
        Seconds("bucket_s", options.Strategies.Schedule.Kind == ScheduleKind.Immediate ? null : options.Tape.Bucket);
        Seconds("every_s", options.Tape.Every);
        json.WriteBoolean("every_event", options.Tape.EveryEvent);
        Seconds("latency_s", options.Tape.Latency);
        json.WriteEndObject();
        json.WriteString("liquidity", options.Order.Liquidity == Liquidity.Naive ? "naive" : "depleting");
        json.WriteStartObject("fees");
        json.WriteString("schedule", options.Fees.Name);
        json.WriteString("not_included", "regulatory fees on sells: they fall alike on all strategies");
        if (options.Fees.IsFlat) json.WriteString("note", $"under a flat fee {analysis.Strategies.Net.Name} is the same as {analysis.Strategies.Sweep.Name}");
        json.WriteEndObject();
        json.WriteString("mid", schema.HasBids ? "of the NBBO" : $"the best ask: the data has no bids, so half-spreads are 0 and {ours.Name} waits for each bucket's close");
        Parents();
        json.WriteStartObject("strategies");
        foreach (var strategy in analysis.Strategies.Shown(analysis.Chosen)) StrategySides(strategy);
        json.WriteEndObject();
        Timing(ours);
        json.WriteEndObject();
    }

    private void Parents()
    {
        json.WriteStartObject("parents");
        json.WriteNumber("whole", analysis.Windows.Count);
        json.WriteNumber("left_out_no_quote_at_start", analysis.NoQuoteWindows);
        json.WriteNumber("left_out_no_decision", analysis.NoDecisionWindows);
        json.WriteNumber("left_out_partial", analysis.Counts.PartialWindows);
        json.WriteNumber("left_out_after_data", analysis.Counts.WindowsAfterData);
        json.WriteNumber("decisions", analysis.Windows.Sum(w => (long)w.Decisions));
        json.WriteNumber("decisions_skipped_crossed", analysis.Windows.Sum(w => (long)w.CrossedDecisions));
        json.WriteString("first_start", UtcTime.Format(analysis.Windows[0].From));
        json.WriteString("last_end", UtcTime.Format(analysis.Windows.Max(w => w.To)));
        json.WriteEndObject();
    }

    private void StrategySides(Strategy strategy)
    {
        json.WriteStartObject(strategy.Name);
        var results = options.Sides.Select(side => analysis.Result(strategy, side)).ToList();
        for (var side = 0; side < results.Count; side++)
        {
            json.WritePropertyName(Name(options.Sides[side]));
            SideResult(results[side]);
        }

        if (results.Count == 2)
        {
            json.WriteStartObject("mean");
            Mean("all_in_bps", results, r => r.AllInBps);
            Mean("half_spread_bps", results, r => r.HalfSpreadBps);
            Mean("fees_bps", results, r => r.FeesBps);
            Mean("timing_bps", results, r => r.TimingBps);
            Mean("remainder_bps", results, r => r.RemainderBps);
            Mean("slippage_vwap_bps", results, r => r.SlippageVwapBps);
            Mean("slippage_twap_bps", results, r => r.SlippageTwapBps);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void SideResult(StrategyResult result)
    {
        json.WriteStartObject();
        json.WriteNumber("parents", result.Parents);
        json.WriteNumber("filled", result.Filled);
        json.WriteNumber("remainder", result.Remainder);
        json.WriteNumber("unfinished", result.Unfinished);
        Number("total_cash", result.TotalCash);
        Number("avg_fill_px", result.AvgFillPx);
        Number("avg_all_in_px", result.AvgAllInPx);
        json.WriteNumber("fills", result.Fills);
        json.WriteNumber("maker", result.Maker);
        Bps("all_in_bps", result.AllInBps);
        Bps("half_spread_bps", result.HalfSpreadBps);
        Bps("fees_bps", result.FeesBps);
        Bps("timing_bps", result.TimingBps);
        Bps("remainder_bps", result.RemainderBps);
        Bps("slippage_vwap_bps", result.SlippageVwapBps);
        Bps("slippage_twap_bps", result.SlippageTwapBps);
        Number("participation", result.Participation);
        json.WriteStartObject("markouts");
        json.WriteStartObject("taker");
        for (var d = 0; d < MarkoutNames.Length; d++) Number(MarkoutNames[d], result.TakerMarkouts[d]);
        json.WriteEndObject();
        json.WriteStartObject("maker");
        foreach (var name in MarkoutNames) json.WriteNull(name);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("venues");
        foreach (var venue in result.Venues)
        {
            json.WriteStartObject(venue.Mic);
            json.WriteNumber("shares", venue.Shares);
            json.WriteNumber("fills", venue.Fills);
            Number("avg_fill_px", venue.AvgFillPx);
            Number("fees", venue.Fees);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartArray("buckets");
        foreach (var shares in result.BucketShares) json.WriteNumberValue(shares);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Schedules differ by the day's drift, so they are never ranked; what the choice of schedule did is shown by itself.</summary>
    private void Timing(Strategy ours)
    {
        json.WriteStartObject("timing");
        json.WriteString("note", "difference between schedules: mostly the drift of the mid, not the router");
        var twap = analysis.Strategies.TwapSweep;
        foreach (var side in options.Sides)
        {
            json.WriteStartObject(Name(side));
            Bps("twap_sweep_timing_bps", analysis.Result(twap, side).TimingBps);
            Bps("twap_sweep_all_in_bps", analysis.Result(twap, side).AllInBps);
            Bps("this_schedule_timing_bps", analysis.Result(ours, side).TimingBps);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void Tuning()
    {
        json.WriteStartObject("tuning");
        json.WriteString("router", analysis.Strategies.Tuned.Name);
        json.WriteStartObject("axes");
        Axis("lambda_over", options.Strategies.Grid.LambdaOver);
        Axis("lambda_under", options.Strategies.Grid.LambdaUnder);
        Axis("theta_queue", options.Strategies.Grid.ThetaQueue);
        json.WriteEndObject();
        json.WriteString("unit", "half-spreads");
        json.WriteStartArray("inert");
        foreach (var name in analysis.Strategies.Tuned.Inert) json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteString("why_inert", analysis.Strategies.Tuned.WhyInert);
        json.WriteString("split", options.Split.Train is null ? "first half trains, second half is judged" : "walk-forward");
        json.WriteStartArray("folds");
        foreach (var (fold, chosen) in analysis.Folds.Zip(analysis.ChosenPerFold))
        {
            json.WriteStartObject();
            json.WriteNumber("train_parents", fold.Train.Count);
            json.WriteNumber("test_parents", fold.Test.Count);
            json.WritePropertyName("chosen");
            Point(chosen.Point);
            Bps("in_sample_bps", analysis.MeanAllIn(chosen.Strategy, fold.Train));
            Bps("out_of_sample_bps", fold.InSample ? null : analysis.MeanAllIn(chosen.Strategy, fold.Test));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        var last = analysis.Folds[^1];
        json.WriteStartArray("points");
        foreach (var (point, strategy) in analysis.Strategies.Points)
        {
            json.WriteStartObject();
            Number("lambda_over", Value(point.LambdaOver));
            Number("lambda_under", Value(point.LambdaUnder));
            Number("theta_queue", Value(point.ThetaQueue));
            Bps("in_sample_bps", analysis.MeanAllIn(strategy, last.Train));
            Bps("out_of_sample_bps", last.InSample ? null : analysis.MeanAllIn(strategy, last.Test));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Data()
    {
        var counts = analysis.Counts;
        json.WriteStartObject("data");
        json.WriteStartArray("files");
        foreach (var file in summary.Files) json.WriteStringValue(file);
        json.WriteEndArray();
        json.WriteNumber("records", analysis.Instruments.Sum(i => i.Records));
        json.WriteStartObject("rejects");
        foreach (var reject in summary.Rejects) json.WriteNumber(reject.Reason, reject.Rows);
        json.WriteEndObject();
        json.WriteNumber("late", counts.Late);
        json.WriteNumber("crossed", counts.Crossed);
        json.WriteNumber("locked", counts.Locked);
        json.WriteNumber("mid_event", counts.MidEvent);
        json.WriteNumber("without_time", counts.Timeless);
        json.WriteNumber("not_routable", counts.NotRoutable);
        json.WriteNumber("other_publishers", counts.OtherPublishers);
        json.WriteStartObject("span");
        json.WriteString("from", UtcTime.Format(analysis.Instruments.Min(i => i.FirstTime)));
        json.WriteString("to", UtcTime.Format(analysis.Instruments.Max(i => i.LastTime)));
        json.WriteEndObject();
        Number("effective_spread_bps", Spread(counts.EffectiveSum, counts.PrintMid2Sum));
        Number("quoted_spread_bps", Spread(counts.QuotedSum, counts.PrintMid2Sum));
        var symbols = summary.Symbols.ToDictionary(s => s.InstrumentId, s => s.Symbol);
        json.WriteStartArray("instruments");
        foreach (var instrument in analysis.Instruments)
        {
            json.WriteStartObject();
            json.WriteNumber("instrument_id", instrument.InstrumentId);
            if (symbols.TryGetValue(instrument.InstrumentId, out var symbol)) json.WriteString("symbol", symbol);
            json.WriteNumber("records", instrument.Records);
            json.WriteStartObject("venues");
            foreach (var (mic, publisher) in instrument.Venues.OrderBy(v => v.Mic, StringComparer.Ordinal)) json.WriteNumber(mic, publisher);
            json.WriteEndObject();
            json.WriteString("hash", instrument.Hash);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("hash", InstrumentOutcome.HashOf(analysis.Instruments));
        json.WriteEndObject();
    }

    private void Axis(string name, IReadOnlyList<long> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteNumberValue(Trimmed(Value(value)));
        json.WriteEndArray();
    }

    private void Mean(string name, List<StrategyResult> results, Func<StrategyResult, decimal?> value)
    {
        var values = results.Select(value).ToList();
        Bps(name, values.Contains(null) ? null : values.Average());
    }

    private void Seconds(string name, ulong? nanos)
    {
        Number(name, nanos is { } value ? value / (decimal)Nanos.One : null);
    }

    private void Number(string name, decimal? value)
    {
        if (value is { } number) json.WriteNumber(name, Trimmed(number));
        else json.WriteNull(name);
    }

    private void Statistic(string name, double? value) => Bps(name, (decimal?)value);

    /// <summary>Half to even at four decimals. A mean of quotients is known to some 18: what is beyond the 15th must not decide between two halves.</summary>
    private void Bps(string name, decimal? value) => Number(name, value is { } number ? decimal.Round(decimal.Round(number, 15), 4, MidpointRounding.ToEven) : null);

    private string Boundary(ulong? time, string otherwise) => time is not { } given ? otherwise
        : options.Window.IsAbsolute ? UtcTime.Format(given)
        : UtcTime.FormatTimeOfDay(given).ToString(CultureInfo.InvariantCulture);

    private static string Name(Side side) => side == Side.Buy ? "buy" : "sell";

    private static decimal Value(long nanos) => (decimal)nanos / Nanos.One;

    private static decimal? Spread(Int128 sum, Int128 mid2Sum) => mid2Sum == 0 ? null : Nanos.Ratio((System.Numerics.BigInteger)sum * 20_000, mid2Sum, 4);

    /// <summary>A decimal without trailing zeros: dividing by one with many decimals drops them.</summary>
    private static decimal Trimmed(decimal value) => value / 1.0000000000000000000000000000m;
}
