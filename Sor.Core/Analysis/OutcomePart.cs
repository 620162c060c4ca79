using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using ZstdSharp;

namespace Sor.Core.Analysis;

/// <summary>
/// One instrument's outcome as it travels from a machine of a group to the one that merges them. Merging the parts of all instruments gives
/// the bytes that one machine would have given.
/// </summary>
/// <param name="Options">What the backtest depended on (<see cref="OptionsKey"/>): parts of different options are never merged.</param>
/// <param name="Schema">What the stream carried.</param>
/// <param name="Outcome">The instrument's outcome.</param>
public sealed record OutcomePart(string Options, SourceSchema Schema, InstrumentOutcome Outcome)
{
    private const int CompressionLevel = 3;

    /// <summary>The part as bytes: JSON, zstd.</summary>
    public byte[] Encode()
    {
        using var compressor = new Compressor(CompressionLevel);
        return compressor.Wrap(JsonSerializer.SerializeToUtf8Bytes(this, OutcomeJson.Default.OutcomePart)).ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="SorException">The bytes are something else.</exception>
    public static OutcomePart Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            using var decompressor = new Decompressor();
            return JsonSerializer.Deserialize(decompressor.Unwrap(bytes), OutcomeJson.Default.OutcomePart)
                ?? throw SorException.BadData("the outcome of an instrument is empty");
        }
        catch (Exception e) when (e is JsonException or ZstdException)
        {
            throw SorException.BadData($"the outcome of an instrument cannot be read: {e.Message}", e);
        }
    }
}

[JsonSourceGenerationOptions(IncludeFields = true, Converters = [typeof(Int128Converter)])]
[JsonSerializable(typeof(OutcomePart))]
[JsonSerializable(typeof(Fill[]))]
internal sealed partial class OutcomeJson : JsonSerializerContext;

/// <summary>Integers of 128 bits as text: a JSON number would lose digits in other hands.</summary>
internal sealed class Int128Converter : JsonConverter<Int128>
{
    public override Int128 Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Int128.Parse(reader.GetString() ?? "", NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    public override void Write(Utf8JsonWriter writer, Int128 value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
}
