using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sor.Core.Results;

/// <summary>
/// How a result is written. Names of files and symbols are data: the default encoder escapes what a page could take for markup.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    NewLine = "\n",
    Converters = [typeof(ExactDecimalConverter), typeof(BasisPointsConverter)])]
[JsonSerializable(typeof(BacktestResult))]
internal sealed partial class ResultJson : JsonSerializerContext;

/// <summary>A decimal without trailing zeros, so that equal numbers are equal bytes however they were computed.</summary>
internal sealed class ExactDecimalConverter : JsonConverter<decimal>
{
    // Dividing by one with many decimals drops trailing zeros.
    private const decimal One = 1.0000000000000000000000000000m;

    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDecimal();

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => Write(writer, value);

    public static void Write(Utf8JsonWriter writer, decimal value) => writer.WriteNumberValue(value / One);
}

/// <summary>Basis points at the decimals that a result shows.</summary>
internal sealed class BasisPointsConverter : JsonConverter<BasisPoints>
{
    public override BasisPoints Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetDecimal());

    public override void Write(Utf8JsonWriter writer, BasisPoints value, JsonSerializerOptions options) =>
        ExactDecimalConverter.Write(writer, value.Shown);
}
