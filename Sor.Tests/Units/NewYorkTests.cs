namespace Sor.Tests.Units;

public sealed class NewYorkTests
{
    [Theory]
    [InlineData("2024-03-10T06:59:59.999999999Z", "2024-03-10T01:59:59.999999999")]
    [InlineData("2024-03-10T07:00:00Z", "2024-03-10T03:00:00")]
    [InlineData("2024-11-03T05:59:59Z", "2024-11-03T01:59:59")]
    [InlineData("2024-11-03T07:00:00Z", "2024-11-03T02:00:00")]
    [InlineData("2018-01-02T14:30:00Z", "2018-01-02T09:30:00")]
    [InlineData("2024-10-17T13:30:00Z", "2024-10-17T09:30:00")]
    [InlineData("2006-04-02T07:00:00Z", "2006-04-02T03:00:00")]
    [InlineData("2006-10-29T06:00:00Z", "2006-10-29T01:00:00")]
    [InlineData("2024-08-02T03:59:59Z", "2024-08-01T23:59:59")]
    public void A_time_of_New_York_is_four_or_five_hours_behind(string utc, string local)
    {
        UtcTime.TryParse(utc, out var time).ShouldBeTrue();
        UtcTime.TryParse(local, out var wall).ShouldBeTrue();
        var date = UtcTime.DateOf(wall);

        NewYork.DateOf(time).ShouldBe(date);
        var back = NewYork.ToUtc(date, wall - UtcTime.Midnight(date));

        // The hour that comes twice is taken for the first.
        (time - back).ShouldBe(utc.StartsWith("2006-10-29", StringComparison.Ordinal) ? Hour : 0);
    }

    [Fact]
    public void An_hour_that_there_is_not_is_an_hour_later() =>
        NewYork
            .ToUtc(new DateOnly(2024, 3, 10), 2 * Hour + Hour / 2)
            .ShouldBe(NewYork.ToUtc(new DateOnly(2024, 3, 10), 3 * Hour + Hour / 2));

    /// <summary>Against the time zone files, where the machine has them.</summary>
    [Fact]
    public void Every_hour_from_1990_to_2037_is_as_the_time_zone_files_have_it()
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById("America/New_York", out var zone)) Assert.Skip("this machine has no time zone files");
        for (var at = new DateTime(1990, 1, 1, 0, 30, 0, DateTimeKind.Utc); at.Year < 2037; at = at.AddHours(1))
        {
            var local = DateTime.SpecifyKind(at + zone.GetUtcOffset(at), DateTimeKind.Unspecified);
            var utc = (ulong)(at - DateTime.UnixEpoch).Ticks * 100;
            var date = DateOnly.FromDateTime(local);
            if (NewYork.DateOf(utc) != date) throw new ShouldAssertException($"{at:O} is {NewYork.DateOf(utc)} and not {date}");
            if (zone.IsAmbiguousTime(local)) continue;
            var back = NewYork.ToUtc(date, (ulong)local.TimeOfDay.Ticks * 100);
            if (back != utc) throw new ShouldAssertException($"{local:O} in New York is {UtcTime.Format(back)} and not {at:O}");
        }
    }

    private const ulong Hour = 3_600_000_000_000;
}
