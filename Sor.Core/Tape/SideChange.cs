using System.Runtime.CompilerServices;

namespace Sor.Core.Tape;

/// <summary>What became of one side of a quote. (Which side changes, and which way, is as good as random: so all is arithmetic, without jumps.)</summary>
/// <param name="Changed">1 if anything did, else 0.</param>
/// <param name="Added">Shares that were not there before; the most there can be where the price is another.</param>
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
