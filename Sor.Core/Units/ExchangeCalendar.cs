namespace Sor.Core.Units;

/// <summary>
/// The days on which US equities trade, and those on which they close at 13:00, by the rules that the exchanges publish their calendars by
/// (<see href="https://www.nyse.com/markets/hours-calendars">NYSE Rule 7.2</see>), and the closings for mourning and storms, which follow
/// no rule. Tests hold it against
/// the published calendars from 2018 on.
/// </summary>
public static class ExchangeCalendar
{
    private static readonly HashSet<DateOnly> Unscheduled =
    [
        new(1994, 4, 27),
        new(2001, 9, 11),
        new(2001, 9, 12),
        new(2001, 9, 13),
        new(2001, 9, 14),
        new(2004, 6, 11),
        new(2007, 1, 2),
        new(2012, 10, 29),
        new(2012, 10, 30),
        new(2018, 12, 5), new(2025, 1, 9),
    ];

    /// <summary>Whether the exchanges are open at all.</summary>
    public static bool IsOpen(DateOnly date) => !IsWeekend(date) && !IsHoliday(date) && !Unscheduled.Contains(date);

    /// <summary>
    /// Whether an open day ends at 13:00: July 3rd, the day after Thanksgiving, Christmas Eve, where they are no holiday themselves.
    /// </summary>
    public static bool ClosesEarly(DateOnly date) => IsOpen(date) && (date.Month, date.Day) switch
    {
        (7, 3) or (12, 24) => true,
        (11, _) => date == Thanksgiving(date.Year).AddDays(1),
        _ => false,
    };

    private static bool IsHoliday(DateOnly date) => date.Month switch
    {
        1 => IsObserved(date, new DateOnly(date.Year, 1, 1)) || (date.Year >= 1998 && date == Nth(DayOfWeek.Monday, 3, date)),
        2 => date == Nth(DayOfWeek.Monday, 3, date),
        3 or 4 => date == Easter(date.Year).AddDays(-2),
        5 => date.DayOfWeek == DayOfWeek.Monday && date.Day > 24,
        6 => date.Year >= 2022 && IsObserved(date, new DateOnly(date.Year, 6, 19)),
        7 => IsObserved(date, new DateOnly(date.Year, 7, 4)),
        9 => date == Nth(DayOfWeek.Monday, 1, date),
        11 => date == Thanksgiving(date.Year),
        12 => IsObserved(date, new DateOnly(date.Year, 12, 25)),
        _ => false,
    };

    /// <summary>
    /// A holiday on a Sunday is observed on Monday, one on a Saturday on Friday; but not in the year before: New Year's Day on a Saturday
    /// is not made up for.
    /// </summary>
    private static bool IsObserved(DateOnly date, DateOnly holiday) => date == holiday.DayOfWeek switch
    {
        DayOfWeek.Saturday => holiday.AddDays(-1),
        DayOfWeek.Sunday => holiday.AddDays(1),
        _ => holiday,
    };

    private static bool IsWeekend(DateOnly date) => date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private static DateOnly Thanksgiving(int year) => Nth(DayOfWeek.Thursday, 4, new DateOnly(year, 11, 1));

    private static DateOnly Nth(DayOfWeek day, int n, DateOnly month)
    {
        var first = new DateOnly(month.Year, month.Month, 1);
        return first.AddDays(((int)day - (int)first.DayOfWeek + 7) % 7 + 7 * (n - 1));
    }

    /// <summary>
    /// Easter Sunday of the Gregorian calendar (the anonymous algorithm of Meeus, <em>Astronomical Algorithms</em>, chapter 8).
    /// </summary>
    private static DateOnly Easter(int year)
    {
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
        var l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
        var m = (a + 11 * h + 22 * l) / 451;
        var day = h + l - 7 * m + 114;
        return new DateOnly(year, day / 31, day % 31 + 1);
    }
}
