using Sor.Core.MarketData;

namespace Sor.Core.Classic;

/// <summary>What one "venue" of a snapshot shows.</summary>
/// <param name="Ask">Ask, nano-dollars.</param>
/// <param name="Size">Shares displayed.</param>
internal readonly record struct ClassicRow(long Ask, long Size);

/// <summary>The snapshots of the window, in time order.</summary>
internal sealed class ClassicMarket
{
    private const ulong Second = (ulong)Nanos.One;
    private const ulong Day = 86_400 * Second;

    private readonly ClassicRow[] rows;
    private readonly List<int> starts = [];
    private readonly List<ulong> times = [];

    private ClassicMarket(List<Line> lines, ClassicSnapshot kind)
    {
        rows = new ClassicRow[lines.Count];
        Line? last = null;
        foreach (var line in lines)
        {
            if (kind == ClassicSnapshot.EventVenues && last is { } l && l.Time == line.Time && l.Publisher == line.Publisher) continue;
            if (last?.Time != line.Time)
            {
                starts.Add(Rows);
                times.Add(line.Time);
            }

            rows[Rows++] = line.Row;
            last = line;
        }
    }

    /// <summary>Rows of all snapshots.</summary>
    public int Rows { get; private set; }

    /// <summary>Rows in the window that show no ask, and so are in no snapshot.</summary>
    public long RowsWithoutAsk { get; private init; }

    /// <summary>Publishers in the window: more rows than publishers in a snapshot are repeated updates.</summary>
    public int Publishers { get; private init; }

    /// <summary>Snapshots in the window.</summary>
    public int Count => starts.Count;

    /// <summary>When a snapshot was, nanoseconds since the epoch: the start of its second, or its stamp.</summary>
    public ulong Time(int snapshot) => times[snapshot];

    /// <summary>What a snapshot shows.</summary>
    public ReadOnlySpan<ClassicRow> this[int snapshot] =>
        rows.AsSpan(starts[snapshot], (snapshot + 1 < Count ? starts[snapshot + 1] : Rows) - starts[snapshot]);

    /// <summary>Reads a source to its end.</summary>
    /// <exception cref="SorException">There is nothing in the window, or more than one instrument.</exception>
    public static ClassicMarket Read(IRecordSource source, ClassicOptions options, Action<long>? progress, CancellationToken cancel)
    {
        var lines = new List<Line>();
        var publishers = new HashSet<ushort>();
        var (withoutAsk, inOrder, instrument) = (0L, true, (uint?)null);
        var records = new Mbp1[1024];
        for (var read = 0L; source.Read(records) is var count and > 0; progress?.Invoke(read += count))
        {
            cancel.ThrowIfCancellationRequested();
            foreach (ref readonly var record in records.AsSpan(0, count))
            {
                var stamp = options.EventClock && Mbp1.IsDefinedTime(record.TsEvent) ? record.TsEvent : record.Time;
                var second = stamp - stamp % Second;
                if (stamp % Day < options.From.Nanos || second % Day > options.To.Nanos) continue;
                instrument ??= record.InstrumentId;
                if (instrument != record.InstrumentId)
                    throw SorException.BadData(
                        $"the classic preset has one parent in one instrument, but the window has instruments {instrument} and {record.InstrumentId}: give a file of one"
                    );
                publishers.Add(record.PublisherId);
                if (record.AskPx == Mbp1.UndefinedPrice || record.AskSz == Mbp1.UndefinedSize)
                {
                    withoutAsk++;
                    continue;
                }

                var time = options.Snapshot == ClassicSnapshot.SecondRows ? second : stamp;
                inOrder &= lines.Count == 0 || lines[^1].Time <= time;
                lines.Add(new Line(time, record.PublisherId, new ClassicRow(record.AskPx, record.AskSz)));
            }
        }

        if (lines.Count == 0)
        {
            throw SorException
                .BadData(
                    $"no row with an ask between {UtcTime.FormatTimeOfDay(options.From.Nanos)} and {UtcTime.FormatTimeOfDay(options.To.Nanos)} UTC, "
                + "the window of the classic preset").Advise(new GiveClassicWindow());
        }

        // Both sorts are stable: rows of one key stay in stream order.
        if (options.Snapshot == ClassicSnapshot.EventVenues) lines = [.. lines.OrderBy(l => l.Time).ThenBy(l => l.Publisher)];
        else if (!inOrder) lines = [.. lines.OrderBy(l => l.Time)];
        return new ClassicMarket(lines, options.Snapshot) { RowsWithoutAsk = withoutAsk, Publishers = publishers.Count };
    }

    private readonly record struct Line(ulong Time, ushort Publisher, ClassicRow Row);
}
