using Sor.Core.MarketData;
using static Sor.Tests.MarketData.CsvSample;

namespace Sor.Tests.MarketData;

public sealed class SeveralFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Rows_of_several_files_are_judged_together()
    {
        // 220 of 11,001 rows would be too many; of the 35,001 rows that were read by then they are not.
        var first = folder.Write("a.csv", $"{Header}\n{Rows(23_781)}{Bad(219)}");
        var second = folder.Write("b.csv", $"{Header}\n{Rows(11_000)}{Bad(1)}{Rows(12_999)}");

        using var source = MarketDataFiles.Open([first, second], new ReadOptions());

        Drain(source).Count.ShouldBe(23_781 + 23_999);
    }

    [Fact]
    public void Of_several_files_one_whose_first_ten_thousand_rows_cannot_be_read_ends_the_run_there()
    {
        var first = folder.Write("a.csv", $"{Header}\n{Rows(1)}");
        var second = folder.Write("b.csv", $"{Header}\n{Bad(20_000)}");

        Should
            .Throw<SorException>(() => MarketDataFiles.Open([first, second], new ReadOptions()))
            .Message.ShouldContain("not one of 10000 rows in turn can be read; the last: b.csv, line 10001");
        using var all = MarketDataFiles.Open([first, second], new ReadOptions { MaxRejectRate = 1 });
        Drain(all).Count.ShouldBe(1);
    }

    [Fact]
    public void Several_files_are_judged_as_one_that_holds_all_their_rows()
    {
        var part = Gen.Select(
            Gen.Int[0, 300],
            Gen.Int[1, 12_000],
            Gen.Int[0, 300],
            (head, good, tail) => Bad(head) + Rows(good) + Bad(tail));
        part.Array[2, 4].Sample(
            parts =>
            {
                using var own = new TemporaryFolder();
                var one = own.Write("all.csv", $"{Header}\n{string.Concat(parts)}");
                var many = parts.Select((rows, i) => own.Write($"{i}.csv", $"{Header}\n{rows}")).ToList();
                Fails(many).ShouldBe(Fails([one]));
            },
            iter: 40);

        static bool Fails(IReadOnlyList<string> paths)
        {
            try
            {
                using var source = MarketDataFiles.Open(paths, new ReadOptions { MaxRejectRate = 0.02 });
                Drain(source);
                return false;
            }
            catch (SorException e) when (e.Message.Contains("rows cannot be read", StringComparison.Ordinal))
            {
                return true;
            }
        }
    }

    [Fact]
    public void Standard_input_named_twice_is_a_usage_error()
    {
        var failure = Should.Throw<SorException>(() => MarketDataFiles.Open(["-", "-"], new ReadOptions()));

        failure.Kind.ShouldBe(FailureKind.Request);
        failure.Message.ShouldContain("standard input can be read only once");
    }

    [Fact]
    public void Several_files_are_named_in_the_order_of_their_first_records()
    {
        var later = folder.Write("a.csv", $"{Header}\n{Row.Replace("13:36", "13:40", StringComparison.Ordinal)}\n");
        var earlier = folder.Write("b.csv", $"{Header}\n{Row}\n{Row}\n");
        using var source = MarketDataFiles.Open([later, earlier], new ReadOptions());

        Drain(source).Select(r => r.TsRecv).ShouldBe([Received, Received, Received + Market.Seconds(240)]);
        source.Summary.Files.ShouldBe(["b.csv", "a.csv"]);
    }

    [Fact]
    public void Instruments_without_ids_are_numbered_as_they_are_read_whatever_the_order_of_the_files()
    {
        var header = Header.Replace(",instrument_id", "", StringComparison.Ordinal);
        string Of(string symbol, string minute) =>
            Row.Replace(",38,", ",", StringComparison.Ordinal)
                .Replace("AAPL", symbol, StringComparison.Ordinal)
                .Replace("13:36", minute, StringComparison.Ordinal) + "\n";
        var earlier = folder.Write("b.csv", $"{header}\n{Of("AAA", "13:36")}{Of("CCC", "13:37")}");
        var later = folder.Write("a.csv", $"{header}\n{Of("BBB", "13:38")}{Of("AAA", "13:39")}");

        foreach (var paths in new string[][] { [earlier, later], [later, earlier] })
        {
            using var source = MarketDataFiles.Open(paths, new ReadOptions());

            Drain(source).Select(r => r.InstrumentId).ShouldBe([1U, 2U, 3U, 1U]);
            source.Summary.Symbols.Select(s => (s.InstrumentId, s.Symbol)).ShouldBe([(1U, "AAA"), (2U, "CCC"), (3U, "BBB")]);
        }
    }

    [Fact]
    public void The_symbol_of_an_instrument_of_one_record_is_known_in_several_files_too()
    {
        var first = folder.Write("a.csv", $"{Header}\n{Row}\n");
        var second = folder.Write(
            "b.csv",
            $"{Header}\n{Row.Replace(",38,", ",39,", StringComparison.Ordinal).Replace("AAPL", "MSFT", StringComparison.Ordinal)}\n");
        using var source = MarketDataFiles.Open([first, second], new ReadOptions());

        Drain(source).Select(r => r.InstrumentId).ShouldBe([38U, 39U]);
        source.Summary.Symbols.Select(s => (s.InstrumentId, s.Symbol)).ShouldBe([(38U, "AAPL"), (39U, "MSFT")]);
    }

    [Theory]
    [InlineData(",symbol", ",AAPL", "b.csv by instrument_id")]
    [InlineData(",instrument_id;,symbol", ",38,;,AAPL", "b.csv by nothing")]
    public void Files_that_tell_instruments_apart_in_different_ways_are_refused_together(string columns, string cells, string said)
    {
        string Without(string line, string what) =>
            what.Split(';').Aggregate(line, (rest, part) => rest.Replace(part, part is ",38," ? "," : "", StringComparison.Ordinal));
        var numbered = folder.Write("a.csv", $"{Header}\n{Row}\n");
        var other = folder.Write("b.csv", $"{Without(Header, columns)}\n{Without(Row, cells)}\n");

        var failure = Should.Throw<SorException>(() => MarketDataFiles.Open([numbered, other], new ReadOptions()));

        failure.Kind.ShouldBe(FailureKind.Data);
        failure.Message.ShouldContain("a.csv tells its instruments apart by symbol");
        failure.Message.ShouldContain(said);
        using var alone = MarketDataFiles.Open([other], new ReadOptions());
        Drain(alone).Count.ShouldBe(1);
    }
}
