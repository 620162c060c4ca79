using System.Globalization;
using Sor.Core.Orders;
using Sor.Core.Strategies;
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
            foreach (var strategy in analysis.Strategies.Shown(analysis.Chosen)) Write(output, options, window, parent, strategy);
        }
    }

    private static void Write(TextWriter output, BacktestOptions options, WindowOutcome window, string parent, Strategy strategy)
    {
        foreach (var side in options.Sides)
        {
            var name = side == Side.Buy ? "buy" : "sell";
            foreach (var fill in window.Of(strategy, side).Fills)
            {
                output.Write(string.Create(CultureInfo.InvariantCulture,
                    $"{window.InstrumentId},{parent},{name},{strategy.Name},{UtcTime.Format(fill.Time)},{window.Mics[fill.Venue]},{fill.Shares},{Nanos.Format(fill.Price)},{Nanos.Format(fill.Fee)},{Mid(fill.Mid2)},{(fill.IsClosing ? 1 : 0)}\n"));
            }
        }
    }

    private static string Mid(long mid2) => ((decimal)mid2 / 2 / Nanos.One).ToString("0.##########", CultureInfo.InvariantCulture);
}
