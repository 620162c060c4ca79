using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sor.Core.Units;

/// <summary>
/// A length of time, as options give it. Times of records, and what is computed with them for each record, are bare numbers of nanoseconds:
/// <see cref="Nanos"/> is where one becomes the other. A <see cref="TimeSpan"/> would not do, since it counts in hundreds of nanoseconds.
/// </summary>
/// <param name="Nanos">Nanoseconds.</param>
[JsonConverter(typeof(DurationConverter))]
public readonly record struct Duration(ulong Nanos)
{
    private const ulong Second = (ulong)Units.Nanos.One;

    /// <summary>Seconds, exact.</summary>
    public decimal Seconds => (decimal)Nanos / Second;

    /// <summary>Whole seconds.</summary>
    public static Duration OfSeconds(uint seconds) => new(seconds * Second);

    /// <summary>Whole minutes.</summary>
    public static Duration OfMinutes(uint minutes) => OfSeconds(60 * minutes);
}

/// <summary>A duration in JSON is its nanoseconds.</summary>
internal sealed class DurationConverter : JsonConverter<Duration>
{
    public override Duration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetUInt64());

    public override void Write(Utf8JsonWriter writer, Duration value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.Nanos);
}
