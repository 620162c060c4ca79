namespace Sor.Tests.Commands;

/// <summary>Options and values of <c>./sor produce</c> that cannot be.</summary>
public sealed class ProducerOptionTests : CommandTest
{
    [Theory]
    [InlineData("--speed", "0", "--speed 0: expected a positive number such as 1 or 60, or max")]
    [InlineData("--speed", "-1", "--speed -1: expected a positive number such as 1 or 60, or max")]
    [InlineData("--speed", "fast", "--speed fast: expected a positive number such as 1 or 60, or max")]
    [InlineData("--speed", "NaN", "--speed NaN: expected a positive number such as 1 or 60, or max")]
    [InlineData("--from", "tomorrow", "--from tomorrow: expected a UTC time of day such as 14:30, or a stamp such as 2018-01-02T14:30:00Z")]
    [InlineData("--format", "xml", "--format xml: is one of mbp1, json")]
    [InlineData("--wait", "5", "--wait 5: a span of time is a number and a unit, such as 500ms, 1s, 30m, 1h or 1d")]
    [InlineData("--retention", "much", "--retention much: is a size such as 500MB or 20GB")]
    [InlineData("--max-reject-rate", "2", "--max-reject-rate 2: is a share of the rows from 0 to 1, such as 0.01")]
    [InlineData("--partitions", "0", "--partitions 0: is at least 1")]
    [InlineData("--message-bytes", "79", "--message-bytes 79: is at least 80")]
    public async Task A_value_that_cannot_be(string option, string value, string said) => Failed(await Produce(option, value), 2, said);

    [Fact]
    public async Task From_after_to() =>
        Failed(await Produce("--from", "15:00", "--to", "14:00"), 2, "--from 15:00 is later than --to 14:00");

    [Fact]
    public async Task A_word_with_an_at_sign_is_a_name_and_no_file_of_more_options()
    {
        Folder.Write("more", "--speed\nfast\n");

        var ending = await SorProcess.Produce("@" + Folder.File("more"), "--bootstrap", "127.0.0.1:9", "--wait", "1s").EndAsync();

        ending.Code.ShouldNotBe(0);
        ending.Error.ShouldNotContain("fast");
    }

    private Task<SorProcess.Ending> Produce(params string[] options) => SorProcess.Produce([Write(Market()), .. options]).EndAsync();
}
