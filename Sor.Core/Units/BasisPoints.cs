using System.Globalization;

namespace Sor.Core.Units;

/// <summary>
/// Hundredths of a percent, kept as exact as they were computed, since several are averaged before anything is shown. A result shows four
/// decimals.
/// </summary>
/// <param name="Value">Basis points.</param>
public readonly record struct BasisPoints(decimal Value)
{
    /// <summary>As a result shows them: rounded half to even to four decimals.</summary>
    /// <remarks>A mean of quotients is known to some 18 decimals: what lies beyond the 15th must not decide between two halves.</remarks>
    public decimal Shown => decimal.Round(decimal.Round(Value, 15), 4, MidpointRounding.ToEven);

    /// <summary>A statistic, which is computed in floating point.</summary>
    public static BasisPoints Of(double value) => new((decimal)value);

    /// <summary>The plain mean; <c>null</c> if one of the values is not available.</summary>
    /// <param name="values">At least one.</param>
    public static BasisPoints? Mean(IEnumerable<BasisPoints?> values)
    {
        var all = values.ToList();
        return all.Contains(null) ? null : new BasisPoints(all.Average(v => v!.Value.Value));
    }

    /// <inheritdoc/>
    public override string ToString() => Shown.ToString("0.####", CultureInfo.InvariantCulture);
}
