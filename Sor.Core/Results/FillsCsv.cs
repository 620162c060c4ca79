using System.Globalization;
using Sor.Core.Execution;
using Sor.Core.Orders;

namespace Sor.Core.Results;

/// <summary>Writes <c>fills.csv</c>: every fill of every strategy shown, in the order of windows, strategies, sides and time.</summary>
public static class FillsCsv
{
    /// <summary>Column names.</summary>
    public const string Header = "instrument_id,parent,side,strategy,time,venue,shares,price,fee,mid,closing,overtime,maker,through";

    /// <summary>Writes all fills.</summary>
    public static void Write(TextWriter output, IReadOnlyList<ParentResult> parents)
    {
        output.Write(Header + "\n");
        foreach (var parent in parents)
            foreach (var strategy in parent.Strategies)
                foreach (var outcome in strategy.Sides)
                    Write(output, parent, strategy.Name, outcome);
    }

    private static void Write(TextWriter output, ParentResult parent, string strategy, ParentOutcome outcome)
    {
        var start = $"{parent.InstrumentId},{UtcTime.Format(parent.From)},{outcome.Side.Name()},{strategy}";
        foreach (var fill in outcome.Fills)
        {
            output.Write(string.Create(CultureInfo.InvariantCulture,
                $"{start},{UtcTime.Format(fill.Time)},{parent.Mics[fill.Venue]},{fill.Shares},"));
            output.Write(string.Create(CultureInfo.InvariantCulture,
                $"{Nanos.Format(fill.Price)},{Nanos.Format(fill.Fee)},{Mid(fill.Mid2)},"));
            output.Write(fill.Sweep switch { SweepKind.Closing => "1,0", SweepKind.Overtime => "0,1", _ => "0,0" });
            output.Write(fill.Kind switch { FillKind.Rested => ",1,0\n", FillKind.Through => ",1,1\n", _ => ",0,0\n" });
        }
    }

    private static string Mid(long mid2) => ((decimal)mid2 / 2 / Nanos.One).ToString("0.##########", CultureInfo.InvariantCulture);
}
