using Sor.Core.Orders;

namespace Sor.Tests.Orders;

public sealed class FeeScheduleTests
{
    private static readonly FeeSchedule Shipped = FeeSchedule.Shipped(anyDate: false);

    [Fact]
    public void Column_names_may_have_spaces_around_them_and_stand_in_any_order()
    {
        using var folder = new TemporaryFolder();
        var fees = FeeSchedule.Parse(
            folder.Write("fees.csv", "venue, from , to,add, take\nXNAS, 2024-01-01, 2024-12-31, -0.002, 0.003\n"),
            anyDate: false);

        fees.Of("XNAS", new DateOnly(2024, 8, 1)).ShouldBe(new VenueFee(3_000_000, -2_000_000));
    }

    [Fact]
    public void Edga_pays_who_takes_until_October_2024_and_charges_from_November()
    {
        Shipped.Of("EDGA", new DateOnly(2024, 10, 31)).Take.ShouldBe(-1_600_000);
        Shipped.Of("EDGA", new DateOnly(2024, 11, 1)).ShouldBe(new VenueFee(3_000_000, -2_700_000));
    }

    [Fact]
    public void Nyse_National_pays_who_takes_since_March_2024()
    {
        Shipped.Of("XCIS", new DateOnly(2024, 3, 1)).Take.ShouldBeNegative();
        Should.Throw<SorException>(() => Shipped.Of("XCIS", new DateOnly(2024, 2, 29)));
    }

    [Fact]
    public void No_shipped_fee_is_above_the_cap_of_rule_610() => Shipped.Rows.ShouldAllBe(row => row.Fee.Take <= 3_000_000);
}
