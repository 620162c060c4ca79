using Sor.Core.Model;

namespace Sor.Core.Routing;

/// <summary>The slices of the past that a decision may learn from: of its own side, all ended by it.</summary>
public interface ISliceSample
{
    /// <summary>How many slices there are to learn from.</summary>
    int Count { get; }

    /// <summary>Makes scenarios of them, one for each.</summary>
    /// <param name="venues">Slots of the venues that show the price of the slice at hand, in the order of MICs.</param>
    /// <param name="sizes">What each displays.</param>
    /// <returns>To be read alone: all that decide at this moment share them.</returns>
    Scenarios Of(ReadOnlySpan<byte> venues, ReadOnlySpan<uint> sizes);
}
