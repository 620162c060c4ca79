using System.Text;
using Sor.Core.Execution;
using Sor.Core.Orders;

namespace Sor.Core.Results;

/// <summary>Writes <c>fills.csv</c>: every fill of every strategy shown, in the order of windows, strategies, sides and time.</summary>
public static class FillsCsv
{
    /// <summary>Column names.</summary>
    public const string Header = "instrument_id,parent,side,strategy,time,venue,shares,price,fee,mid,closing,overtime,maker,through";

    /// <summary>Writes all fills. The stream is the caller's.</summary>
    public static void Write(Stream output, IReadOnlyList<ParentResult> parents)
    {
        var text = new AsciiWriter(output);
        text.Write(Encoding.ASCII.GetBytes(Header + "\n"));
        foreach (var parent in parents)
        {
            byte[][] mics = [.. parent.Mics.Select(Encoding.UTF8.GetBytes)];
            foreach (var strategy in parent.Strategies)
                foreach (var outcome in strategy.Sides)
                    Write(text, $"{parent.InstrumentId},{UtcTime.Format(parent.From)},{outcome.Side.Name()},{strategy.Name},", mics, outcome);
        }

        text.Flush();
    }

    private static void Write(AsciiWriter text, string start, byte[][] mics, ParentOutcome outcome)
    {
        var first = Encoding.UTF8.GetBytes(start);
        foreach (var fill in outcome.Fills)
        {
            text.Write(first);
            text.WriteTime(fill.Time);
            text.Write(',');
            text.Write(mics[fill.Venue]);
            text.Write(',');
            text.Write(fill.Shares);
            text.Write(',');
            text.WriteDecimal(fill.Price);
            text.Write(',');
            text.WriteDecimal(fill.Fee);
            text.Write(',');
            text.WriteHalf(fill.Mid2);
            text.Write(fill.Sweep switch { SweepKind.Closing => ",1,0"u8, SweepKind.Overtime => ",0,1"u8, _ => ",0,0"u8 });
            text.Write(fill.Kind switch { FillKind.Rested => ",1,0\n"u8, FillKind.Through => ",1,1\n"u8, _ => ",0,0\n"u8 });
        }
    }
}
