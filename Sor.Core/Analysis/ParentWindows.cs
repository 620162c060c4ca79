using Sor.Core.Results;
using Sor.Core.Tape;
using Sor.Core.Tuning;

namespace Sor.Core.Analysis;

/// <summary>The windows of all instruments: those whose parents count, and how many were left out for which reason.</summary>
internal sealed class ParentWindows
{
    /// <summary>Separates the windows whose parents count from those that are left out.</summary>
    /// <exception cref="SorException">None is left: the message says why.</exception>
    public ParentWindows(BacktestOptions options, IReadOnlyList<InstrumentOutcome> instruments)
    {
        Instruments = instruments;
        Counts = instruments.Aggregate(default(InstrumentCounts), (sum, i) => sum + i.Counts);
        var all = instruments.SelectMany(i => i.Windows).ToList();
        NoQuote = all.Count(w => w.Status == WindowStatus.NoQuote);
        NoDecision = all.Where(w => w.Status == WindowStatus.NoDecision)
            .Aggregate(default(SkippedDecisions), (sum, w) => sum.With(w.Skipped.Mostly()));
        Whole = [.. all.Where(w => w.Status == WindowStatus.Whole).OrderBy(w => w.From).ThenBy(w => w.InstrumentId)];
        if (Whole.Count == 0) throw Nothing(options);
    }

    /// <summary>The instruments, in the order of ids.</summary>
    public IReadOnlyList<InstrumentOutcome> Instruments { get; }

    /// <summary>Their counts together.</summary>
    public InstrumentCounts Counts { get; }

    /// <summary>Windows whose parents count, in time order, then by instrument; at least one.</summary>
    public IReadOnlyList<WindowOutcome> Whole { get; }

    /// <summary>Windows without a tradable NBBO by their start.</summary>
    public int NoQuote { get; }

    /// <summary>Windows in which no decision could be taken, by the reason that most of their decisions were skipped for.</summary>
    public SkippedDecisions NoDecision { get; }

    /// <summary>What was left out for which reason, in words.</summary>
    public IReadOnlyList<string> LeftOut => ParentCounts.LeftOut(NoQuote, NoDecision, Counts.PartialWindows, Counts.WindowsAfterData);

    /// <summary>Why there is nothing to analyse: the first cause that explains it.</summary>
    private SorException Nothing(BacktestOptions options)
    {
        if (Instruments.Count == 0) return SorException.BadData("the data has no records");
        if (Counts.Updates == 0 && Counts.MidEvent > 0)
            return SorException.BadData("no record has flag 128 (last of its event), so the book never changes").Advise(new IgnoreFlags());
        var records = Instruments.Sum(i => i.Records);
        if (Counts.NotRoutable == records)
        {
            return SorException.BadData(
                $"none of the {records} records is of a venue that orders can be sent to: their publishers are consolidations, trade reporting facilities or other markets than US equities; "
                + "give data of the exchanges' own feeds, or check the publisher_id column");
        }

        if (Counts.Updates == 0)
        {
            return SorException.BadData(
                "there is no quote record: the levels on a trade record are the book before the trade, so a book cannot be kept from trades alone; "
                + "give MBP-1, MBP-10 or BBO data");
        }

        var (first, last) = (Instruments.Min(i => i.FirstTime), Instruments.Max(i => i.LastTime));
        if (records > 1 && first == last)
            return SorException.BadData($"all {records} records bear one time, {UtcTime.Format(first)}: check the time columns");
        var span = $"{UtcTime.Format(first)} to {UtcTime.Format(last)}";
        if (Counts.ClosedDays == Counts.Days && (options.Window.From ?? options.Window.To) is not null)
            return SorException.BadData("no trading day of the data has anything in the window").Advise(new GiveWindowInData(span));
        if (Counts.ClosedDays == Counts.Days)
            return SorException
                .BadData($"the exchanges were closed on every day of the data, weekends or holidays: it runs from {span}")
                .Advise(new TradeOnClosedDays());
        if (options.Window.From is null && Instruments.Sum(i => i.Windows.Count) + Counts.PartialWindows + Counts.WindowsAfterData == 0)
        {
            if (Counts.Conditions.Watched == 0 && options.Window.To is null)
            {
                return SorException
                    .BadData(
                        $"no record falls into the session that is traded ({options.Window.Session.Hours()}): the data runs from {span}")
                    .Advise(new GiveOtherSession());
            }

            return Instruments.Min(i => i.FirstStart) is { } start
                ? SorException
                    .BadData("the first parent order would start so late that it has no time")
                    .Advise(new LeaveTime(UtcTime.Format(start), span))
                : SorException
                    .BadData("the NBBO is never one to trade on, so that no parent order can start")
                    .Advise(new AllowWiderSpread());
        }

        var detail = LeftOut.Count > 0 ? $" (left out: {string.Join(", ", LeftOut)})" : "";
        return SorException
            .BadData($"no parent order can be executed in the window{detail}: the data runs from {span}")
            .Advise(new GiveOtherWindow());
    }
}
