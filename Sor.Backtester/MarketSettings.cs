using System.CommandLine;
using System.Globalization;
using Sor.Core.MarketData;
using Sor.Core.Simulation;

namespace Sor.Backtester;

/// <summary>The synthetic market, on the command line.</summary>
internal sealed class MarketSettings
{
    private static readonly MarketOptions Default = new();

    private readonly Option<string> seed = BacktestSettings.Text("--seed", "N", "Chooses one market of many.", Text(Default.Seed));
    private readonly Option<string> date = BacktestSettings.Text("--date", "DATE", "The first day.", Default.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    private readonly Option<string> from = BacktestSettings.Text("--from", "TIME", "Start of each day, UTC. Default: 9:30 in New York.");
    private readonly Option<string> length = BacktestSettings.Text("--length", "SPAN", "Length of each day, such as 30s, 10m or 1h. Default: up to 16:00 in New York.");
    private readonly Option<string> days = BacktestSettings.Text("--days", "N", "Trading days, weekends skipped.", Text(Default.Days));
    private readonly Option<string> records = BacktestSettings.Text("--records", "N", "Records in all, exactly. Default: what --rate makes of the time.");
    private readonly Option<string> rate = BacktestSettings.Text("--rate", "N", "Mean records per second.", Text(Default.RecordsPerSecond));
    private readonly Option<string> venues = BacktestSettings.Text("--venues", "N|LIST", $"How many venues, 1 to {SimulatedVenue.All.Count}, or which, such as XNAS,EDGA,IEXG.", Text(Default.Venues.Count));
    private readonly Option<string> instruments = BacktestSettings.Text("--instruments", "N", "How many instruments.", Text(Default.Instruments));
    private readonly Option<string> symbol = BacktestSettings.Text("--symbol", "SYMBOL", "Symbol; several instruments are numbered after it.", Default.Symbol);
    private readonly Option<string> price = BacktestSettings.Text("--price", "DOLLARS", "First price of the first instrument.", Nanos.Format(Default.Price));
    private readonly Option<string> volatility = BacktestSettings.Text("--volatility", "BPS", "Standard deviation of a day's price change.", Text(Default.DailyVolatilityBps));
    private readonly Option<string> late = BacktestSettings.Text("--late", "N", "How many of a million events are stamped behind the clock.", Text(Default.LatePerMillion));
    private readonly Option<string> withdrawals = BacktestSettings.Text("--withdrawals", "N", "How many of 10000 events are a venue that goes to stub quotes, one side or nothing.", Text(Default.WithdrawalsPerTenThousand));

    public IEnumerable<Option> Options =>
        [seed, date, from, length, days, records, rate, venues, instruments, symbol, price, volatility, late, withdrawals];

    public MarketOptions Read(ParseResult parsed)
    {
        var options = new MarketOptions
        {
            Seed = Number<ulong>(parsed, seed),
            Date = Date(parsed.GetValue(date)!),
            From = parsed.GetValue(from) is { } start ? TimeOfDay(start) : null,
            Length = parsed.GetValue(length) is { } span ? OptionText.Duration("--length", span) : null,
            Days = Number<int>(parsed, days),
            Records = parsed.GetValue(records) is null ? null : Number<long>(parsed, records),
            RecordsPerSecond = Number<long>(parsed, rate),
            Venues = Venues(parsed.GetValue(venues)!),
            Instruments = Number<int>(parsed, instruments),
            Symbol = parsed.GetValue(symbol)!,
            Price = Dollars(parsed.GetValue(price)!),
            DailyVolatilityBps = Number<int>(parsed, volatility),
            LatePerMillion = Number<int>(parsed, late),
            WithdrawalsPerTenThousand = Number<int>(parsed, withdrawals),
        };
        if (options.Records is not null && parsed.Given(rate) is not null) throw SorException.Usage("--records and --rate both say how many records: give one of them");
        options.Validate();
        return options;
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    private static T Number<T>(ParseResult parsed, Option<string> option)
        where T : ISpanParsable<T>, System.Numerics.INumber<T>
    {
        var text = parsed.GetValue(option)!;
        return T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw SorException.Usage($"{option.Name} {text}: is a whole number, not negative");
    }

    private static DateOnly Date(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw SorException.Usage($"--date {text}: is a date such as 2024-10-17");

    private static ulong TimeOfDay(string text) =>
        UtcTime.TryParseTimeOfDay(text, out var nanos) ? nanos : throw SorException.Usage($"--from {text}: is a time of day, UTC, such as 14:30 or 14:30:00.5");

    private static long Dollars(string text) =>
        Nanos.TryParse(text, out var nanos) ? nanos : throw SorException.Usage($"--price {text}: is a number of dollars, such as 80 or 79.95");

    private static IReadOnlyList<SimulatedVenue> Venues(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? SimulatedVenue.First(count)
            : SimulatedVenue.Named(text.Split(',', StringSplitOptions.TrimEntries));
}
