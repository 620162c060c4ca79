namespace Sor.Core.Routing;

/// <summary>
/// What a router is tried with several values of: the data chooses among them on training parents, and others are judged. A program
/// makes an option of it, named like it with hyphens for underscores.
/// </summary>
/// <example><code>new RouterParameter("lambda_under", "half-spreads", .6m, .8m, 1.2m)</code></example>
public sealed class RouterParameter
{
    /// <summary>The most that a value may be, and with a minus the least.</summary>
    public const decimal Most = 1_000_000;

    /// <summary>Declares a parameter.</summary>
    /// <param name="name">Lower-case letters, digits and underscores, a letter first, at most 40.</param>
    /// <param name="unit">What its values are in, as the result says it: <c>half-spreads</c>, <c>shares</c>, <c>seconds</c>.</param>
    /// <param name="values">What is tried unless a user asks for other values, in order: at least one, each once, from -1,000,000 to
    /// 1,000,000 with at most nine decimals.</param>
    /// <exception cref="ArgumentException">The name or a value is something else.</exception>
    public RouterParameter(string name, string unit, params decimal[] values)
    {
        if (!IsName(name))
            throw new ArgumentException(
                $"parameter '{name}': a name is lower-case letters, digits and underscores, a letter first, such as my_edge", nameof(name));
        if (values.Length == 0 || values.Distinct().Count() != values.Length || !Array.TrueForAll(values, IsValue))
            throw new ArgumentException(
                $"parameter {name}: its values are one or more different numbers from -1000000 to 1000000 with at most nine decimals",
                nameof(values));
        (Name, Unit, Values) = (name, unit, values);
    }

    /// <summary>Name in options and results, such as <c>lambda_under</c>.</summary>
    public string Name { get; }

    /// <summary>What its values are in.</summary>
    public string Unit { get; }

    /// <summary>What is tried by default.</summary>
    public IReadOnlyList<decimal> Values { get; }

    /// <summary>Whether a text can be the name of a router or of a parameter.</summary>
    public static bool IsName(string? name) =>
        name is { Length: > 0 and <= 40 } && char.IsAsciiLetterLower(name[0])
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');

    private static bool IsValue(decimal value) => Math.Abs(value) <= Most && decimal.Round(value, 9) == value;
}
