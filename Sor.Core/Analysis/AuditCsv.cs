using System.Globalization;
using Sor.Core.Book;
using Sor.Core.MarketData;
using Sor.Core.Tape;

namespace Sor.Core.Analysis;

/// <summary>
/// Writes <c>audit.csv</c>: every decision, those of overtime too (and, with latency, every arrival), with the book it saw, one line per
/// venue. Enough to redo any decision by hand: what
/// can be taken is <c>min(left + added, size)</c> from line to line, where <c>added</c> is <c>all</c> after a change of price.
/// </summary>
/// <remarks>
/// A line is written for a venue when its quote changed since the instant before, and for all venues at a window's first instant.
/// </remarks>
public static class AuditCsv
{
    /// <summary>Column names.</summary>
    public const string Header = "instrument_id,parent,time,kind,mid,best_bid,best_ask,side,venue,price,size,added";

    /// <summary>Writes one window.</summary>
    public static void Write(TextWriter output, WindowTape tape)
    {
        var parent = UtcTime.Format(tape.From);
        var (ask, bid) = (0, 0);
        foreach (ref readonly var instant in tape.Instants)
        {
            var start = string.Create(CultureInfo.InvariantCulture,
                $"{tape.InstrumentId},{parent},{UtcTime.Format(instant.Time)},{Kind(in instant)},{Mid(instant.Mid2)},{Best(instant.BestBid)},{Best(instant.BestAsk)}"
            );
            if (instant.AskEnd == ask && instant.BidEnd == bid) output.Write(start + ",,,,,\n");
            for (; ask < instant.AskEnd; ask++) Change(output, start, "ask", tape.Mics, tape.AskChanges[ask]);
            for (; bid < instant.BidEnd; bid++) Change(output, start, "bid", tape.Mics, tape.BidChanges[bid]);
        }
    }

    private static void Change(TextWriter output, string start, string side, IReadOnlyList<string> mics, QuoteChange change)
    {
        var price = change.Price == Mbp1.UndefinedPrice ? "" : Nanos.Format(change.Price);
        var added = change.Added == uint.MaxValue ? "all" : change.Added.ToString(CultureInfo.InvariantCulture);
        output.Write(string.Create(CultureInfo.InvariantCulture, $"{start},{side},{mics[change.Venue]},{price},{change.Size},{added}\n"));
    }

    private static string Mid(long mid2) => ((decimal)mid2 / 2 / Nanos.One).ToString("0.##########", CultureInfo.InvariantCulture);

    private static string Best(long price) => price is long.MinValue or long.MaxValue ? "" : Nanos.Format(price);

    /// <summary>
    /// What an instant is, in words: <c>grid</c>, <c>event</c>, <c>overtime</c> or <c>arrival</c>, and why no decision was taken.
    /// </summary>
    public static string Kind(in Instant instant)
    {
        var kind = instant.Kind;
        var name = (kind & InstantKind.Grid) != 0 ? "grid"
            : (kind & InstantKind.Decision) != 0 ? "event"
            : (kind & InstantKind.Overtime) != 0 ? "overtime"
            : "";
        if ((kind & InstantKind.Arrival) != 0) name = name.Length == 0 ? "arrival" : name + "+arrival";
        return (kind & InstantKind.Untradable) != 0 ? $"{name}+{instant.Market.Name()}" : name;
    }
}
