using System.Text;
using Confluent.Kafka;
using Sor.Streaming.Wire;

namespace Sor.Tests.Streaming;

public sealed class RunIdTests
{
    [Theory]
    [InlineData("monday", true)]
    [InlineData("20241017T143000Z-0badcafe", true)]
    [InlineData("A._-9", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("../up", false)]
    [InlineData("a\n", false)]
    [InlineData("\u001b[31m", false)]
    [InlineData("größe", false)]
    public void An_id_is_letters_digits_dots_underscores_and_hyphens(string text, bool valid) => RunId.IsValid(text).ShouldBe(valid);

    [Fact]
    public void An_id_has_at_most_a_hundred_characters()
    {
        RunId.IsValid(new string('x', 100)).ShouldBeTrue();
        RunId.IsValid(new string('x', 101)).ShouldBeFalse();
    }

    [Fact]
    public void A_message_under_another_id_is_not_one_of_a_run()
    {
        StreamHeaders.Read(new StreamHeaders("monday", MessageKind.Data, 0, 0, 1, null).Write(), 1).ShouldNotBeNull();
        StreamHeaders.Read(new StreamHeaders("mon\u001b[2Jday", MessageKind.Data, 0, 0, 1, null).Write(), 1).ShouldBeNull();
        StreamHeaders.Read(
            new Headers { { StreamHeaders.RunName, Encoding.UTF8.GetBytes("") }, { StreamHeaders.KindName, "begin"u8.ToArray() } }, 1)
            .ShouldBeNull();
    }
}
