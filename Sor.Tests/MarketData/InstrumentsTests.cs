using System.Buffers.Binary;
using System.Text;
using Sor.Core.MarketData;
using static Sor.Tests.MarketData.CsvSample;

namespace Sor.Tests.MarketData;

/// <summary>Where data has symbols, a symbol is an instrument, whatever ids it comes under.</summary>
public sealed class InstrumentsTests : IDisposable
{
    private const ulong Day = 86_400_000_000_000;

    private static readonly ulong First = UtcTime.Midnight(new DateOnly(2024, 8, 1));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("symbol")]
    [InlineData("raw_symbol")]
    [InlineData("ticker")]
    public void One_symbol_under_several_ids_is_one_instrument_and_an_id_that_changes_hands_is_two(string column)
    {
        var source = Open($"""
            ts_event,publisher_id,instrument_id,ask_px_00,ask_sz_00,{column}
            1722519392000000001,2,38,10,1,AAPL
            1722519392000000002,43,9021,10,1,AAPL
            1722519392000000003,2,38,10,1,MSFT
            1722519392000000004,2,5,10,1,MSFT
            1722519392000000005,2,38,10,1,AAPL
            """);

        Drain(source).Select(r => r.InstrumentId).ShouldBe([38U, 38, 1, 1, 38]);
        source.Summary.Symbols.ShouldBe([new InstrumentSymbol(1, "MSFT"), new InstrumentSymbol(38, "AAPL")]);
    }

    [Fact]
    public void Databentos_old_name_of_the_id_tells_instruments_apart() =>
        Drain(
                Open(
                    "ts_event,publisher_id,product_id,ask_px_00,ask_sz_00\n1609160400006001487,2,5482,10,1\n1609160400006001488,2,5483,10,1\n"
                ))
            .Select(r => r.InstrumentId).ShouldBe([5482U, 5483]);

    [Fact]
    public void The_mappings_of_DBN_hold_for_their_days()
    {
        var source = Open([
            .. Header((38, "AAPL", 20240801, 20240803), (38, "MSFT", 20240803, 20240804), (7, "MSFT", 20240801, 20240803)),
            .. Record(38, 0),
            .. Record(7, 1),
            .. Record(38, 2),
        ]);

        Drain(source).Select(r => r.InstrumentId).ShouldBe([38U, 7, 7]);
        source.Summary.Symbols.ShouldBe([new InstrumentSymbol(7, "MSFT"), new InstrumentSymbol(38, "AAPL")]);
    }

    [Fact]
    public void A_live_capture_names_its_symbols_in_records()
    {
        var source = Open([.. Header(), .. Mapping(38, "AAPL"), .. Record(38, 0), .. Mapping(38, "MSFT"), .. Record(38, 1)]);

        Drain(source).Select(r => r.InstrumentId).ShouldBe([38U, 1]);
        source.Summary.Symbols.ShouldBe([new InstrumentSymbol(1, "MSFT"), new InstrumentSymbol(38, "AAPL")]);
    }

    [Fact]
    public void DBN_files_put_one_after_the_other_are_read_as_one()
    {
        byte[] first = [.. Header((38, "AAPL", 20240801, 20240802)), .. Record(38, 0)];
        byte[] second = [.. Header((38, "MSFT", 20240802, 20240803)), .. Record(38, 1)];

        Drain(Open([.. first, .. second])).Select(r => r.InstrumentId).ShouldBe([38U, 1]);
    }

    [Theory]
    [InlineData(9, "schema definition does not show")]
    [InlineData(10, "schema statistics does not show")]
    [InlineData(3, "schema tbbo has a quote only before each trade")]
    [InlineData(0, "schema mbo has one record for each order")]
    [InlineData(4, "schema trades does not show")]
    public void A_schema_is_refused_by_its_name(byte code, string said)
    {
        var file = Header();
        file[24] = code;
        Should.Throw<SorException>(() => Open(file)).Message.ShouldStartWith($"data: {said}");
    }

    private MarketDataSource Open(string text) => Open(Encoding.ASCII.GetBytes(text));

    private MarketDataSource Open(byte[] bytes)
    {
        File.WriteAllBytes(folder.File("data"), bytes);
        return MarketDataFiles.Open([folder.File("data")], new ReadOptions());
    }

    /// <summary>A header of DBN 2, written out here by the format's page.</summary>
    private static byte[] Header(params (uint Id, string Symbol, uint From, uint To)[] mappings)
    {
        using var metadata = new MemoryStream();
        using var writer = new BinaryWriter(metadata);
        writer.Write(Encoding.ASCII.GetBytes("XNAS.ITCH".PadRight(16, '\0')));
        writer.Write((ushort)1);
        writer.Write(First);
        writer.Write(First + 5 * Day);
        writer.Write(0UL);
        writer.Write(new byte[] { 1, 0, 0 });
        writer.Write((ushort)71);
        writer.Write(new byte[53]);
        writer.Write(new byte[16]);
        writer.Write(mappings.Length);
        foreach (var (id, symbol, from, to) in mappings)
        {
            writer.Write(Symbol(symbol));
            writer.Write(1);
            writer.Write(from);
            writer.Write(to);
            writer.Write(Symbol($"{id}"));
        }

        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, (int)metadata.Length);
        return [.. "DBN\u0002"u8, .. length, .. metadata.ToArray()];
    }

    private static byte[] Record(uint id, ulong day)
    {
        var record = new byte[80];
        (record[0], record[1], record[2], record[28], record[29], record[30]) = (20, 1, 2, (byte)'M', (byte)'N', 128);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4), id);
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(8), First + day * Day + 60_000_000_000);
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(32), First + day * Day + 60_000_000_000);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(48), 10_000_000_000);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(56), 10_010_000_000);
        return record;
    }

    /// <summary>SymbolMappingMsg of DBN 2: header, what was asked for, what it is, and from when to when.</summary>
    private static byte[] Mapping(uint id, string symbol)
    {
        var record = new byte[176];
        (record[0], record[1]) = (44, 22);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4), id);
        Symbol("ALL_SYMBOLS").CopyTo(record.AsSpan(17));
        Symbol(symbol).CopyTo(record.AsSpan(89));
        return record;
    }

    private static byte[] Symbol(string symbol) => Encoding.ASCII.GetBytes(symbol.PadRight(71, '\0'));
}
