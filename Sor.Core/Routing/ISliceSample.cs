using Sor.Core.Model;

namespace Sor.Core.Routing;

/// <summary>The slices of the past that a decision may learn from: of its own side, all ended by it.</summary>
public interface ISliceSample
{
    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>Makes scenarios of them.</summary>
    /// <param name="venues">Slots of the venues that show the slice's price, in the order of MICs.</param>
    /// <param name="sizes">What each displays.</param>
    /// <param name="scenarios">Receives a scenario for each slice.</param>
    void Fill(ReadOnlySpan<byte> venues, ReadOnlySpan<uint> sizes, Scenarios scenarios);
}
