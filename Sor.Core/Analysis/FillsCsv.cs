using System.Globalization;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Tuning;

namespace Sor.Core.Analysis;

/// <summary>Writes <c>fills.csv</c>: every fill of every strategy shown, in the order of windows, strategies, sides and time.</summary>
public static class FillsCsv
{
    /// <summary>Column names.</summary>
    public const string Header = "instrument_id,parent,side,strategy,time,venue,shares,price,fee,mid,closing";

    /// <summary>Writes all fills.</summary>
    public static void Write(TextWriter output, BacktestOptions options, TransactionCostAnalysis analysis)
    {
        output.Write(Header + "\n");
        foreach (var window in analysis.Windows)
        {
            var parent = UtcTime.Format(window.From);
            foreach (var router in WindowEvaluation.FixedRouters) Write(output, options, window, parent, router, TransactionCostAnalysis.IndexOf(router));
            Write(output, options, window, parent, "static", analysis.IndexOf(analysis.Chosen));
        }
    }

    private static void Write(TextWriter output, BacktestOptions options, WindowOutcome window, string parent, string strategy, int index)
    {
        for (var side = 0; side < options.Sides.Count; side++)
        {
            var name = options.Sides[side] == Side.Buy ? "buy" : "sell";
            foreach (var fill in window.Outcomes[index][side].Fills)
            {
                output.Write(string.Create(CultureInfo.InvariantCulture,
                    $"{window.InstrumentId},{parent},{name},{strategy},{UtcTime.Format(fill.Time)},{window.Mics[fill.Venue]},{fill.Shares},{Nanos.Format(fill.Price)},{Nanos.Format(fill.Fee)},{Mid(fill.Mid2)},{(fill.IsClosing ? 1 : 0)}\n"));
            }
        }
    }

    private static string Mid(long mid2) => ((decimal)mid2 / 2 / Nanos.One).ToString("0.##########", CultureInfo.InvariantCulture);
}
