using System.Globalization;
using Sor.Core.MarketData;

namespace Sor.Core.Simulation;

/// <summary>What synthetic market to make. Equal options give equal records, byte for byte, on every machine.</summary>
public sealed record MarketOptions
{
    /// <summary>The most instruments.</summary>
    public const int MaxInstruments = 100_000;

    private const ulong Day = 86_400 * (ulong)Nanos.One;

    /// <summary>Chooses one of 2^64 markets.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The first day. Weekends are skipped when there are several days.</summary>
    public DateOnly Date { get; init; } = new(2024, 10, 17);

    /// <summary>Start of each day, after midnight UTC; <c>null</c> for 9:30 in New York.</summary>
    public Duration? From { get; init; }

    /// <summary>Length of each day; <c>null</c> for up to 16:00 in New York.</summary>
    public Duration? Length { get; init; }

    /// <summary>Trading days, one after the other.</summary>
    public int Days { get; init; } = 1;

    /// <summary>
    /// Records in all, exactly, shared out equally over the days; <c>null</c> for what <see cref="RecordsPerSecond"/> makes of the length.
    /// </summary>
    public long? Records { get; init; }

    /// <summary>Mean records per second of all instruments together. Not used where <see cref="Records"/> is given.</summary>
    public long RecordsPerSecond { get; init; } = 10;

    /// <summary>The venues.</summary>
    public IReadOnlyList<SimulatedVenue> Venues { get; init; } = SimulatedVenue.First(8);

    /// <summary>Instruments, with ids from 1. Activity falls from the first to the last.</summary>
    public int Instruments { get; init; } = 1;

    /// <summary>Symbol of the only instrument; of several, they are numbered after it.</summary>
    public string Symbol { get; init; } = "SYN";

    /// <summary>First price of the first instrument, nano-dollars, $5 to $10,000; that of others is drawn between $20 and $400.</summary>
    public long Price { get; init; } = 80 * Nanos.One;

    /// <summary>Standard deviation of a day's price change, basis points, 1 to 2,000.</summary>
    public int DailyVolatilityBps { get; init; } = 110;

    /// <summary>How many of a million events are stamped up to a millisecond behind the clock.</summary>
    public int LatePerMillion { get; init; } = 100;

    /// <summary>How many of 10,000 events are a venue that goes to stub quotes, one side, or nothing, for some seconds.</summary>
    public int WithdrawalsPerTenThousand { get; init; } = 25;

    /// <summary>The sessions, in time order: start and end (not included), nanoseconds since the epoch.</summary>
    /// <exception cref="SorException">A value makes no market.</exception>
    public IReadOnlyList<(ulong Start, ulong End)> Sessions()
    {
        Check(Days is >= 1 and <= 10_000, $"{Days} days: is 1 to 10000");
        Check(Date.Year is >= 1970 and <= 2200, $"{Date:yyyy-MM-dd}: years are 1970 to 2200");
        var sessions = new List<(ulong, ulong)>(Days);
        for (var date = Date; sessions.Count < Days; date = date.AddDays(1))
        {
            if (Days > 1 && !ExchangeCalendar.IsOpen(date)) continue;
            var open = TradingHours.OpenOn(date);
            var from = From?.Nanos ?? open;
            var close = open + TradingHours.Length;
            Check(from < Day, "the start is a time of day before 24:00");
            Check(
                Length is not null || from < close,
                $"the start is not before the close ({UtcTime.FormatTimeOfDay(close)[..5]} UTC); give a length");
            var length = Length?.Nanos ?? close - from;
            Check(length >= 1_000_000, "a day's length is at least 1ms");
            Check(length <= Day - from, "a day's length ends at 24:00 UTC at the latest; for more give several days");
            sessions.Add((UtcTime.Midnight(date) + from, UtcTime.Midnight(date) + from + length));
        }

        return sessions;
    }

    /// <summary>Records in all.</summary>
    /// <exception cref="SorException">A value makes no market.</exception>
    public long TotalRecords()
    {
        var sessions = Sessions();
        Check(RecordsPerSecond is >= 1 and <= 100_000_000, $"{RecordsPerSecond} records a second: is 1 to 100000000");
        var total = (Int128)0;
        foreach (var (start, end) in sessions) total += end - start;
        var nanos = total;
        total = Records ?? total * RecordsPerSecond / Nanos.One;
        Check(total >= 1, Records is null ? "no record in all: give a longer time or a higher rate" : $"{Records} records: is at least 1");
        Check(total <= nanos / 10, $"{total} records in {nanos / Nanos.One} s: more than one each 10 nanoseconds");
        return (long)total;
    }

    /// <summary>Ids and symbols of the instruments.</summary>
    public IReadOnlyList<InstrumentSymbol> Symbols()
    {
        var digits = Instruments.ToString(CultureInfo.InvariantCulture).Length;
        var symbols = new InstrumentSymbol[Instruments];
        for (var i = 0; i < symbols.Length; i++)
        {
            var number = (i + 1).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
            symbols[i] = new InstrumentSymbol((uint)i + 1, Instruments == 1 ? Symbol : Symbol + number);
        }

        return symbols;
    }

    /// <summary>
    /// Whether all venues show one price at every moment, so that a router has nothing to gain. See <see cref="OnePriceMarket"/>.
    /// </summary>
    public bool OnePrice { get; init; }

    /// <summary>The market of these options.</summary>
    /// <exception cref="SorException">The options make no market.</exception>
    public IRecordSource Open() => OnePrice ? new OnePriceMarket(this) : new SyntheticMarket(this);

    /// <summary>Refuses what makes no market.</summary>
    /// <exception cref="SorException">Which value, and what it can be.</exception>
    public void Validate()
    {
        TotalRecords();
        Check(Venues.Count is >= 1 and <= 64, $"{Venues.Count} venues: is 1 to 64");
        Check(Instruments is >= 1 and <= MaxInstruments, $"{Instruments} instruments: is 1 to {MaxInstruments}");
        Check(Symbol.Length is >= 1 and <= 60 && Symbol.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'),
            $"symbol '{Symbol}': is 1 to 60 letters, digits, dots, dashes or underscores");
        Check(Price is >= 5 * Nanos.One and <= 10_000 * Nanos.One, $"price {Nanos.Format(Price)}: is $5 to $10000");
        Check(DailyVolatilityBps is >= 1 and <= 2_000, $"volatility {DailyVolatilityBps}: is 1 to 2000 basis points a day");
        Check(LatePerMillion is >= 0 and <= 1_000_000, $"{LatePerMillion} late of a million: is 0 to 1000000");
        Check(WithdrawalsPerTenThousand is >= 0 and <= 5_000, $"{WithdrawalsPerTenThousand} withdrawals of 10000 events: is 0 to 5000");
    }

    private static void Check(bool holds, string message)
    {
        if (!holds) throw SorException.Usage(message);
    }
}
