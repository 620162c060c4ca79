using System.Globalization;

namespace Sor.Tests.Units;

/// <summary>The rules against the calendars that NYSE published, year by year, closings for mourning included.</summary>
public sealed class ExchangeCalendarTests
{
    [Theory]
    [InlineData(2018, "01-01 01-15 02-19 03-30 05-28 07-04 09-03 11-22 12-05 12-25", "07-03 11-23 12-24")]
    [InlineData(2019, "01-01 01-21 02-18 04-19 05-27 07-04 09-02 11-28 12-25", "07-03 11-29 12-24")]
    [InlineData(2020, "01-01 01-20 02-17 04-10 05-25 07-03 09-07 11-26 12-25", "11-27 12-24")]
    [InlineData(2021, "01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24", "11-26")]
    [InlineData(2022, "01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26", "11-25")]
    [InlineData(2023, "01-02 01-16 02-20 04-07 05-29 06-19 07-04 09-04 11-23 12-25", "07-03 11-24")]
    [InlineData(2024, "01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25", "07-03 11-29 12-24")]
    [InlineData(2025, "01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25", "07-03 11-28 12-24")]
    [InlineData(2026, "01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25", "11-27 12-24")]
    [InlineData(2027, "01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24", "11-26")]
    [InlineData(2028, "01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25", "07-03 11-24")]
    public void Holidays_and_early_closes_are_those_published(int year, string holidays, string earlyCloses)
    {
        var weekdays = Enumerable.Range(0, 366).Select(d => new DateOnly(year, 1, 1).AddDays(d))
            .Where(d => d.Year == year && d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).ToList();

        Shown(weekdays.Where(d => !ExchangeCalendar.IsOpen(d))).ShouldBe(holidays);
        Shown(weekdays.Where(ExchangeCalendar.ClosesEarly)).ShouldBe(earlyCloses);
    }

    [Fact]
    public void At_weekends_the_exchanges_are_closed()
    {
        ExchangeCalendar.IsOpen(new DateOnly(2024, 10, 19)).ShouldBeFalse();
        ExchangeCalendar.IsOpen(new DateOnly(2024, 10, 20)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(TradingSession.Regular, "2024-10-17", "2024-10-17T13:30:00.000000000Z 2024-10-17T20:00:00.000000000Z")]
    [InlineData(TradingSession.Regular, "2024-12-17", "2024-12-17T14:30:00.000000000Z 2024-12-17T21:00:00.000000000Z")]
    [InlineData(TradingSession.Regular, "2024-12-24", "2024-12-24T14:30:00.000000000Z 2024-12-24T18:00:00.000000000Z")]
    [InlineData(TradingSession.Extended, "2024-10-17", "2024-10-17T08:00:00.000000000Z 2024-10-18T00:00:00.000000000Z")]
    [InlineData(TradingSession.All, "2024-11-03", "2024-11-03T04:00:00.000000000Z 2024-11-04T04:59:59.999999999Z")]
    [InlineData(TradingSession.Regular, "2024-10-19", "")]
    [InlineData(TradingSession.Extended, "2024-12-25", "")]
    public void A_session_has_its_hours_in_New_York(TradingSession session, string date, string hours)
    {
        var (open, close) = session.HoursOn(DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture)) ?? default;

        (open == 0 ? "" : $"{UtcTime.Format(open)} {UtcTime.Format(close)}").ShouldBe(hours);
    }

    private static string Shown(IEnumerable<DateOnly> days) =>
        string.Join(' ', days.Select(d => d.ToString("MM-dd", CultureInfo.InvariantCulture)));
}
