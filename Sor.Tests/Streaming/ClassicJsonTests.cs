using System.Text;
using Sor.Core.MarketData;
using Sor.Streaming.Wire;

namespace Sor.Tests.Streaming;

public sealed class ClassicJsonTests
{
    [Fact]
    public void A_row_reads_as_the_exercise_writes_it()
    {
        var record = new Mbp1
        {
            TsEvent = 1_722_519_392_491_911_683,
            PublisherId = 2,
            AskPx = 222_830_000_000,
            AskSz = 36,
            InstrumentId = 1,
        };

        Text(record).ShouldBe("""{"timestamp":"2024-08-01T13:36:32.491911683Z","publisher_id":2,"ask_px_00":222.83,"ask_sz_00":36}""");
    }

    [Fact]
    public void An_absent_price_is_null_and_an_instrument_is_named()
    {
        var record = new Mbp1
        {
            TsEvent = 1_722_519_392_000_000_000,
            PublisherId = 2,
            AskPx = Mbp1.UndefinedPrice,
            AskSz = 0,
            InstrumentId = 7,
        };

        Text(record)
            .ShouldBe(
                """{"timestamp":"2024-08-01T13:36:32.000000000Z","publisher_id":2,"ask_px_00":null,"ask_sz_00":0,"instrument_id":7}"""
            );
    }

    [Fact]
    public void Written_and_read_back_a_row_is_the_records_projection() =>
        Gen.Select(Gen.ULong, Gen.UShort, Gen.UInt, Gen.Long, Gen.UInt).Sample((time, publisher, instrument, price, size) =>
        {
            var record = new Mbp1
            {
                TsEvent = time,
                PublisherId = publisher,
                InstrumentId = instrument,
                AskPx = price,
                AskSz = size,
                BidPx = 5,
                Flags = RecordFlags.None,
            };

            ClassicJson.TryRead(Encoding.UTF8.GetBytes(Text(record)), out var read).ShouldBeNull();

            read.ShouldBe(ClassicJson.Project(record));
            ClassicJson.Project(read).ShouldBe(read);
        });

    [Theory]
    [InlineData(
        """{"timestamp":"2024-08-01 13:36:32.491911683+00:00","publisher_id":"2","ask_px_00":"222.830","ask_sz_00":36,"more":{"x":[1]}}"""
    )]
    [InlineData("""{"timestamp":1.722519392491911683e18,"publisher_id":2.0,"ask_px_00":"2.228300e+02","ask_sz_00":3.60e1}""")]
    [InlineData("""{"timestamp":"1722519392491911683","publisher_id":2e0,"ask_px_00":22283e-2,"ask_sz_00":"36.000"}""")]
    [InlineData("""{"ask_sz_00":36,"ask_px_00":2.2283e2,"publisher_id":2,"ts_event":1722519392491911683}""")]
    public void Other_programs_ways_of_writing_are_read(string json)
    {
        ClassicJson.TryRead(Encoding.UTF8.GetBytes(json), out var read).ShouldBeNull();

        (read.TsEvent, read.PublisherId, read.AskPx, read.AskSz).ShouldBe((1_722_519_392_491_911_683UL, (ushort)2, 222_830_000_000L, 36u));
    }

    [Theory]
    [InlineData("", "bad_json")]
    [InlineData("[1]", "bad_json")]
    [InlineData("""{"timestamp":"2024-08-01T13:36:32Z","publisher_id":2,"ask_px_00":1""", "bad_json")]
    [InlineData("""{"timestamp":"yesterday","publisher_id":2,"ask_px_00":1,"ask_sz_00":1}""", "bad_time")]
    [InlineData("""{"timestamp":"2024-08-01T13:36:32Z","publisher_id":70000,"ask_px_00":1,"ask_sz_00":1}""", "bad_publisher")]
    [InlineData("""{"timestamp":"2024-08-01T13:36:32Z","publisher_id":2,"ask_px_00":"x","ask_sz_00":1}""", "bad_price")]
    [InlineData("""{"timestamp":"2024-08-01T13:36:32Z","publisher_id":2,"ask_px_00":1,"ask_sz_00":-1}""", "bad_size")]
    [InlineData("""{"timestamp":"2024-08-01T13:36:32Z","publisher_id":2,"ask_px_00":1,"ask_sz_00":3.65e1}""", "bad_size")]
    [InlineData("""{"timestamp":"2024-08-01T13:36:32Z","publisher_id":2,"ask_px_00":1,"ask_sz_00":8e99}""", "bad_size")]
    [InlineData("""{"timestamp":"2024-08-01T13:36:32Z","publisher_id":2,"ask_px_00":1e99,"ask_sz_00":1}""", "bad_price")]
    [InlineData("""{"timestamp":1e19999,"publisher_id":2,"ask_px_00":1,"ask_sz_00":1}""", "bad_time")]
    [InlineData("""{"timestamp":"2024-08-01T13:36:32Z","publisher_id":2,"ask_px_00":1}""", "missing_field")]
    public void A_row_that_cannot_be_read_says_why(string json, string reason) =>
        ClassicJson.TryRead(Encoding.UTF8.GetBytes(json), out _).ShouldBe(reason);

    private static string Text(in Mbp1 record)
    {
        Span<byte> json = stackalloc byte[256];
        return Encoding.UTF8.GetString(json[..ClassicJson.Write(record, json)]);
    }

    [Theory]
    [InlineData("79.99000000000001", 0, 79_990_000_000, 1)]
    [InlineData("79.9900000005", 0, 79_990_000_001, 1)]
    [InlineData("799900", 10_000, 79_990_000_000, 0)]
    [InlineData("79990000000", 1_000_000_000, 79_990_000_000, 0)]
    public void A_price_is_rounded_to_a_nano_dollar_and_may_be_in_parts_of_a_dollar(string price, long scale, long nanos, long rounds)
    {
        var json = "{\"timestamp\":\"2024-08-01T13:36:32Z\",\"publisher_id\":2,\"ask_px_00\":" + price + ",\"ask_sz_00\":1}";
        var rounded = 0L;

        ClassicJson.TryRead(Encoding.UTF8.GetBytes(json), scale, out var read, ref rounded).ShouldBeNull();

        (read.AskPx, rounded).ShouldBe((nanos, rounds));
    }

    [Theory]
    [InlineData("1722519392")]
    [InlineData("1722519392.0")]
    [InlineData("1722519392000")]
    [InlineData("1722519392000000")]
    [InlineData("1722519392000000000")]
    [InlineData("\"1722519392\"")]
    [InlineData("\"2024-08-01T13:36:32Z\"")]
    public void A_time_may_be_a_number_whose_size_tells_its_unit(string time)
    {
        var json = "{\"timestamp\":" + time + ",\"publisher_id\":2,\"ask_px_00\":1,\"ask_sz_00\":1}";

        ClassicJson.TryRead(Encoding.UTF8.GetBytes(json), out var read).ShouldBeNull();

        read.TsEvent.ShouldBe(1_722_519_392_000_000_000UL);
    }
}
