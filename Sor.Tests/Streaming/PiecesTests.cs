using Sor.Streaming.Group;

namespace Sor.Tests.Streaming;

public sealed class PiecesTests
{
    [Fact]
    public void Pieces_that_follow_are_the_outcome()
    {
        var pieces = new Pieces();
        pieces.Add(7, "0", [1, 2]);
        pieces.Add(8, "0", [9]);
        pieces.Add(7, "2", [3]);

        pieces.Whole.Keys.ShouldBe([7u, 8u]);
        pieces.Whole[7].ToArray().ShouldBe([1, 2, 3]);
        pieces.Whole[8].ToArray().ShouldBe([9]);
    }

    [Fact]
    public void A_member_that_begins_anew_is_taken_from_its_beginning()
    {
        var pieces = new Pieces();
        pieces.Add(7, "0", [1, 2]);
        pieces.Add(7, "0", [4]);
        pieces.Add(7, "1", [5]);

        pieces.Whole[7].ToArray().ShouldBe([4, 5]);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("9223372036854775807")]
    [InlineData("2000000000")]
    [InlineData("1")]
    [InlineData("3")]
    [InlineData("two")]
    [InlineData(null)]
    public void A_piece_that_does_not_follow_makes_the_outcome_missing_and_takes_no_memory(string? at)
    {
        var pieces = new Pieces();
        pieces.Add(7, "0", [1, 2]);
        var before = GC.GetAllocatedBytesForCurrentThread();

        pieces.Add(7, at, [3]);

        pieces.Whole.ShouldBeEmpty();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(10_000);
    }
}
