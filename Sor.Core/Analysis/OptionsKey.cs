using System.Text.Json;
using System.Text.Json.Serialization;
using Sor.Core.Tuning;

namespace Sor.Core.Analysis;

/// <summary>
/// Everything a result depends on besides the records, in one line of JSON: equal lines mean equal results of equal records. It is all of
/// <see cref="BacktestOptions"/>
/// but what is marked as ignored, so that a new option is in it without anyone's doing.
/// </summary>
public static class OptionsKey
{
    /// <summary>The line of these options.</summary>
    public static string Of(BacktestOptions options) => JsonSerializer.Serialize(options, OptionsJson.Default.BacktestOptions);
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(BacktestOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
