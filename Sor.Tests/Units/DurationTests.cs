using System.Text.Json;

namespace Sor.Tests.Units;

public sealed class DurationTests
{
    [Fact]
    public void In_JSON_it_is_its_nanoseconds_whatever_their_number() =>
        Gen.ULong.Sample(nanos =>
        {
            JsonSerializer.Serialize(new Duration(nanos)).ShouldBe(FormattableString.Invariant($"{nanos}"));
            JsonSerializer.Deserialize<Duration>(JsonSerializer.Serialize(new Duration(nanos))).ShouldBe(new Duration(nanos));
        });

    [Fact]
    public void Seconds_are_exact()
    {
        new Duration(1_500_000_001).Seconds.ShouldBe(1.500000001m);
        Duration.OfSeconds(90).ShouldBe(new Duration(90_000_000_000));
        Duration.OfMinutes(30).ShouldBe(Duration.OfSeconds(1_800));
        Duration.OfMinutes(24 * 60).Seconds.ShouldBe(86_400);
    }
}
