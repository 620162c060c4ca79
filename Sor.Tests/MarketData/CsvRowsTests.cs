using System.Text;
using Sor.Core.MarketData;
using Sor.Core.MarketData.Formats.Csv;

namespace Sor.Tests.MarketData;

public sealed class CsvRowsTests
{
    private const string TooMany = "too many";

    // Runs of letters long enough for cells and rows to cross the blocks that are searched at once.
    private static readonly Gen<string> Text =
        Gen.Frequency((6, Gen.Int[0, 70].Select(n => new string('a', n))), (6, Gen.Const(",")), (3, Gen.Const("\n")), (1, Gen.Const("\r\n")), (1, Gen.Const("\r"))).List[0, 60].Select(string.Concat);

    [Fact]
    public void Rows_and_cells_are_those_that_splitting_finds_however_the_bytes_arrive() =>
        Gen.Select(Text, Gen.Int[1, 8], Gen.Int[1, 200]).Sample((text, columns, piece) =>
        {
            var lines = text.Split('\n').Select(l => l.EndsWith('\r') ? l[..^1] : l);
            // What follows the last line end is a line only if there is anything.
            var expected = text.Length == 0 || text.EndsWith('\n') ? lines.SkipLast(1) : lines;
            Read(Encoding.ASCII.GetBytes(text), columns, piece).ShouldBe(expected.Select(l => Shown(l.Split(','), columns)), text);
        });

    [Fact]
    public void A_row_of_any_number_of_cells_is_told_from_one_of_as_many_as_there_are_columns()
    {
        var many = new string(',', 60_000);

        Read(Encoding.ASCII.GetBytes($"{many}\na,b\n{many}"), 2, 1_000).ShouldBe([TooMany, "a|b", TooMany]);
    }

    [Theory]
    [InlineData(0, "\n", true)]
    [InlineData(0, "\r\n", true)]
    [InlineData(0, "", true)]
    [InlineData(0, "\r", true)]
    [InlineData(1, "\n", false)]
    [InlineData(1, "\r\n", false)]
    [InlineData(1, "", false)]
    public void The_longest_line_is_read_and_one_byte_more_is_not_however_the_bytes_arrive(int more, string lineEnd, bool isRead)
    {
        var text = Encoding.ASCII.GetBytes(new string('a', CsvRows.LongestLine + more) + lineEnd);
        foreach (var piece in new[] { 1, 1_000, CsvRows.LongestLine, CsvRows.LongestLine + 1, CsvRows.LongestLine + 2 })
            Read(text, 1, piece).Count.ShouldBe(isRead ? 1 : 0, $"in pieces of {piece} bytes");
    }

    private static List<string> Read(byte[] text, int columns, int piece)
    {
        using var bytes = new InputBuffer(new PieceStream(text, piece), "data.csv");
        var rows = new CsvRows(bytes) { Columns = columns };
        var all = new List<string>();
        while (rows.TryFind())
        {
            var row = Encoding.ASCII.GetString(rows.Row);
            var starts = rows.Starts;
            var cells = new List<string>();
            for (var i = 0; i < Math.Min(rows.Cells, columns); i++) cells.Add(row[(int)starts[i]..((int)starts[i + 1] - 1)]);
            all.Add(rows.Cells > columns ? TooMany : string.Join('|', cells));
            bytes.Consume(rows.LengthWithEnd);
        }

        return all;
    }

    /// <summary>A row as its cells; of one with too many, that it has.</summary>
    private static string Shown(string[] cells, int columns) => cells.Length > columns ? TooMany : string.Join('|', cells);

    private sealed class PieceStream(byte[] content, int piece) : MemoryStream(content)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(piece, buffer.Length)]);
    }
}
