namespace Sor.Core.Routing;

/// <summary>One value of each parameter of a router, exact to nine decimals. Equal where names and values are.</summary>
public sealed class ParameterValues : IEquatable<ParameterValues>
{
    private readonly string[] names;
    private readonly long[] nanos;

    /// <summary>Puts names and values together.</summary>
    /// <param name="values">Names, and values times 1e9.</param>
    public ParameterValues(params ReadOnlySpan<(string Name, long Nano)> values)
    {
        (names, nanos) = (new string[values.Length], new long[values.Length]);
        for (var i = 0; i < values.Length; i++) (names[i], nanos[i]) = values[i];
    }

    /// <summary>No parameters.</summary>
    public static ParameterValues None { get; } = new();

    /// <summary>Their names, in the order in which the router declares them.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>A value by its name.</summary>
    /// <exception cref="KeyNotFoundException">No parameter has this name.</exception>
    public decimal this[string name] => (decimal)Nano(name) / Nanos.One;

    /// <summary>A value times 1e9, as exact routers count.</summary>
    /// <exception cref="KeyNotFoundException">No parameter has this name.</exception>
    public long Nano(string name) => Array.IndexOf(names, name) is >= 0 and var at
        ? nanos[at]
        : throw new KeyNotFoundException($"there is no parameter '{name}': declare it in {nameof(IRouter.Parameters)}");

    /// <inheritdoc/>
    public bool Equals(ParameterValues? other) =>
        other is not null && names.AsSpan().SequenceEqual(other.names) && nanos.AsSpan().SequenceEqual(other.nanos);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ParameterValues);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var nano in nanos) hash.Add(nano);
        return hash.ToHashCode();
    }

    /// <summary>Such as <c>lambda_under 0.8, my_edge 2</c>.</summary>
    public override string ToString() => string.Join(", ", names.Select((name, i) => $"{name} {Nanos.Format(nanos[i])}"));
}
