using System.CommandLine;
using System.Globalization;
using Sor.CommandLine;
using Sor.Core.Simulation;

namespace Sor.Backtester.Commands;

/// <summary>The synthetic market, on the command line.</summary>
internal sealed class MarketSettings
{
    private static readonly MarketOptions Default = new();

    private readonly ValueOption<ulong> seed = Count("--seed", "Chooses one market of many.", Default.Seed);
    private readonly ValueOption<DateOnly> date = new(
        "--date",
        "DATE",
        "The first day.",
        Date,
        Default.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    private readonly ValueOption<Duration> from = new("--from", "TIME", "Start of each day, UTC. Default: 9:30 in New York.", TimeOfDay);
    private readonly ValueOption<Duration> length = new(
        "--length",
        "SPAN",
        "Length of each day, such as 30s, 10m or 1h. Default: up to 16:00 in New York.",
        Values.Span);
    private readonly ValueOption<int> days = Count("--days", "Trading days, weekends skipped.", Default.Days);
    private readonly ValueOption<long> records = new(
        "--records",
        "N",
        "Records in all, exactly. Default: what --rate makes of the time.",
        Values.Count<long>);
    private readonly ValueOption<long> rate = Count("--rate", "Mean records per second.", Default.RecordsPerSecond);

    private readonly ValueOption<IReadOnlyList<SimulatedVenue>> venues = new(
        "--venues",
        "N|LIST",
        $"How many venues, 1 to {SimulatedVenue.All.Count}, or which, such as XNAS,EDGA,IEXG.",
        Venues,
        Text(Default.Venues.Count));

    private readonly ValueOption<int> instruments = Count("--instruments", "How many instruments.", Default.Instruments);
    private readonly Option<string> symbol = Options.Text(
        "--symbol",
        "SYMBOL",
        "Symbol; several instruments are numbered after it.",
        Default.Symbol);
    private readonly ValueOption<long> price = new(
        "--price",
        "DOLLARS",
        "First price of the first instrument.",
        Dollars,
        Nanos.Format(Default.Price));

    private readonly ValueOption<int> volatility = new(
        "--volatility", "BPS", "Standard deviation of a day's price change.", Values.Count<int>, Text(Default.DailyVolatilityBps));

    private readonly ValueOption<int> late = Count(
        "--late",
        "How many of a million events are stamped behind the clock.",
        Default.LatePerMillion);

    private readonly ValueOption<int> withdrawals = Count(
        "--withdrawals",
        "How many of 10000 events are a venue that goes to stub quotes, one side or nothing.",
        Default.WithdrawalsPerTenThousand);

    private readonly Option<bool> onePrice = new("--one-price")
    {
        Description = "All venues show one price at every moment: a router has nothing to gain there.",
    };

    /// <summary>All of them, in the order of the help.</summary>
    public IEnumerable<Option> All =>
        [seed, date, from, length, days, records, rate, venues, instruments, symbol, price, volatility, late, withdrawals, onePrice];

    /// <summary>What the command line asks for.</summary>
    public MarketOptions Read(ParseResult parsed)
    {
        var options = new MarketOptions
        {
            Seed = parsed.Value(seed),
            Date = parsed.Value(date),
            From = parsed.GetValue(from)?.Value,
            Length = parsed.GetValue(length)?.Value,
            Days = parsed.Value(days),
            Records = parsed.GetValue(records)?.Value,
            RecordsPerSecond = parsed.Value(rate),
            Venues = parsed.Value(venues),
            Instruments = parsed.Value(instruments),
            Symbol = parsed.GetRequiredValue(symbol),
            Price = parsed.Value(price),
            DailyVolatilityBps = parsed.Value(volatility),
            LatePerMillion = parsed.Value(late),
            WithdrawalsPerTenThousand = parsed.Value(withdrawals),
            OnePrice = parsed.GetValue(onePrice),
        };
        if (options.Records is not null && parsed.IsGiven(rate))
            throw SorException.Usage("--records and --rate both say how many records: give one of them");
        options.Validate();
        return options;
    }

    private static ValueOption<T> Count<T>(string name, string description, T byDefault) where T : System.Numerics.INumber<T> =>
        new(name, "N", description, Values.Count<T>, Text(byDefault));

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    private static DateOnly Date(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw new FormatException("is a date such as 2024-10-17");

    private static Duration TimeOfDay(string text) =>
        UtcTime.TryParseTimeOfDay(text, out var nanos)
            ? new Duration(nanos)
            : throw new FormatException("is a time of day, UTC, such as 14:30 or 14:30:00.5");

    private static long Dollars(string text) =>
        Nanos.TryParse(text, out var nanos) ? nanos : throw new FormatException("is a number of dollars, such as 80 or 79.95");

    private static IReadOnlyList<SimulatedVenue> Venues(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? SimulatedVenue.First(count)
            : SimulatedVenue.Named(text.Split(',', StringSplitOptions.TrimEntries));
}
