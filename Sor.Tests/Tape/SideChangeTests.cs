using Sor.Core.Tape;

namespace Sor.Tests.Tape;

public sealed class SideChangeTests
{
    [Fact]
    public void At_another_price_all_shares_are_new_and_at_the_same_those_that_came()
    {
        var (price, size) = (Gen.OneOf(Gen.Long[1, 3], Gen.Long), Gen.OneOf(Gen.UInt[0, 3], Gen.UInt));
        Gen.Select(price, size, price, size).Sample((priceBefore, sizeBefore, now, sizeNow) =>
        {
            var added = now != priceBefore ? uint.MaxValue : sizeNow > sizeBefore ? sizeNow - sizeBefore : 0;
            var changed = now != priceBefore || sizeNow != sizeBefore;
            return SideChange.Of(priceBefore, sizeBefore, now, sizeNow) == new SideChange(changed ? 1UL : 0, added);
        });
    }
}
