using System.Runtime.CompilerServices;

namespace Sor.Core.Tape;

/// <summary>How one side of a venue's quote differs from the one before.</summary>
/// <param name="Changed">1 if its price or its size does, else 0.</param>
/// <param name="Added">Shares that were not there before: the increase at an unchanged price, <see cref="uint.MaxValue"/> at another
/// price.</param>
/// <remarks>Which side changes, and which way, is as good as random: arithmetic costs less than branches that are mispredicted.</remarks>
internal readonly record struct SideChange(ulong Changed, uint Added)
{
    /// <summary>The change from one price and size to another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SideChange Of(long priceBefore, uint sizeBefore, long price, uint size)
    {
        var (moved, resized) = (price != priceBefore ? 1U : 0, size != sizeBefore ? 1U : 0);
        var more = (long)size - sizeBefore;
        return new SideChange(moved | resized, (uint)(more & ~(more >> 63)) | 0 - moved);
    }
}
