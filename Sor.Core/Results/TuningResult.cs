using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sor.Core.Results;

/// <summary>The parameter sweep.</summary>
public sealed record TuningResult
{
    /// <summary>The router that was tuned.</summary>
    public required string Router { get; init; }

    /// <summary>The parameters chosen that act, in words. Not in <c>result.json</c>, which has the numbers.</summary>
    [JsonIgnore]
    public string Chosen { get; init; } = "";

    /// <summary>The values tried.</summary>
    public required OrderedDictionary<string, IReadOnlyList<decimal>> Axes { get; init; }

    /// <summary>The unit of every parameter; of a user's own router all that there are.</summary>
    public required string Unit { get; init; }

    /// <summary>The unit of each parameter of a user's own router.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OrderedDictionary<string, string>? Units { get; init; }

    /// <summary>Parameters that cannot act on this router.</summary>
    public required IReadOnlyList<string> Inert { get; init; }

    /// <summary>Why the inert parameters cannot act; empty where all do.</summary>
    public required string WhyInert { get; init; }

    /// <summary>How parents were divided.</summary>
    public required string Split { get; init; }

    /// <summary>The divisions, in time order.</summary>
    public required IReadOnlyList<FoldResult> Folds { get; init; }

    /// <summary>Every point on the last division, in grid order.</summary>
    public required IReadOnlyList<PointResult> Points { get; init; }
}

/// <summary>One division of the parents, and the point chosen on it. Costs are means over parents and sides.</summary>
/// <param name="TrainParents">Parents chosen on.</param>
/// <param name="TestParents">Parents judged on.</param>
/// <param name="Chosen">The point, by name.</param>
/// <param name="InSampleBps">Its cost over the training parents.</param>
/// <param name="OutOfSampleBps">Its cost over the judged ones; <c>null</c> where these are the same.</param>
public sealed record FoldResult(
    int TrainParents, int TestParents, OrderedDictionary<string, decimal> Chosen, BasisPoints InSampleBps, BasisPoints? OutOfSampleBps);

/// <summary>One point, and its cost: mean over parents and sides. In <c>result.json</c> the values stand beside the costs.</summary>
/// <param name="Values">By name.</param>
/// <param name="InSampleBps">Over the training parents.</param>
/// <param name="OutOfSampleBps">Over the judged ones; <c>null</c> where these are the same.</param>
[JsonConverter(typeof(PointResultConverter))]
public sealed record PointResult(OrderedDictionary<string, decimal> Values, BasisPoints InSampleBps, BasisPoints? OutOfSampleBps)
{
    /// <summary>Names that no parameter may have, since costs stand under them.</summary>
    public static IReadOnlyList<string> CostNames { get; } = ["in_sample_bps", "out_of_sample_bps"];
}

/// <summary>A point as one object: the parameters, then the costs.</summary>
internal sealed class PointResultConverter : JsonConverter<PointResult>
{
    /// <inheritdoc/>
    public override PointResult Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var values = new OrderedDictionary<string, decimal>();
        BasisPoints? inSample = null, outOfSample = null;
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var number = reader.TokenType == JsonTokenType.Null ? (decimal?)null : reader.GetDecimal();
            if (name == PointResult.CostNames[0]) inSample = new BasisPoints(number ?? throw new JsonException());
            else if (name == PointResult.CostNames[1]) outOfSample = number is { } cost ? new BasisPoints(cost) : null;
            else values.Add(name, number ?? throw new JsonException());
        }

        return new PointResult(values, inSample ?? throw new JsonException(), outOfSample);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, PointResult value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, number) in value.Values) Number(name, number);
        Number(PointResult.CostNames[0], value.InSampleBps.Shown);
        if (value.OutOfSampleBps is { } cost) Number(PointResult.CostNames[1], cost.Shown);
        else writer.WriteNull(PointResult.CostNames[1]);
        writer.WriteEndObject();

        void Number(string name, decimal number)
        {
            writer.WritePropertyName(name);
            ExactDecimalConverter.Write(writer, number);
        }
    }
}
