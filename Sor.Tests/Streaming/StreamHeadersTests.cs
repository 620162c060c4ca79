using System.Text;
using Confluent.Kafka;
using Sor.Streaming.Wire;

namespace Sor.Tests.Streaming;

public sealed class StreamHeadersTests
{
    [Fact]
    public void Headers_written_are_read_back()
    {
        foreach (var kind in new[] { MessageKind.Data, MessageKind.End, MessageKind.Abort })
        {
            var headers = new StreamHeaders("run-a", kind, 12_345_678_901, 17, 5, "00-a-b-01");

            StreamHeaders.Read(headers.Write(), offset: 30).ShouldBe(headers);
        }
    }

    [Fact]
    public void A_begin_stands_at_its_own_offset() =>
        StreamHeaders
            .Read(new StreamHeaders("r", MessageKind.Begin, 0, -1, 0, null).Write(), offset: 30)
            .ShouldBe(new StreamHeaders("r", MessageKind.Begin, 0, 30, 0, null));

    [Theory]
    [InlineData("run", "")]
    [InlineData("seq", "-1")]
    [InlineData("seq", "many")]
    [InlineData("begin", "31")]
    [InlineData("kind", "middle")]
    public void Headers_of_other_programs_are_not_ours(string name, string value)
    {
        var headers = new StreamHeaders("r", MessageKind.Data, 1, 2, 3, null).Write();
        headers.Remove(name);
        headers.Add(name, Encoding.UTF8.GetBytes(value));

        StreamHeaders.Read(headers, offset: 30).ShouldBeNull();
        StreamHeaders.Read(new Headers { { "run", "r"u8.ToArray() } }, offset: 30).ShouldBeNull();
        StreamHeaders.Read(null, offset: 30).ShouldBeNull();
    }
}
