using System.Runtime.CompilerServices;

namespace Sor.Core.Units;

/// <summary>Exact products that may need more than 64 bits, and seldom do.</summary>
/// <remarks>
/// .NET multiplies 128 bits in software where BMI2 cannot be taken for granted, as in a native program that must start on every machine.
/// </remarks>
internal static class Wide
{
    /// <summary>The product of two numbers.</summary>
    /// <param name="price">Mostly a price below $4,000 in nano-dollars: then 64 bits hold the product.</param>
    /// <param name="shares">Mostly fewer than a million.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int128 Product(long price, long shares) => AreSmall(price, shares) ? price * shares : (Int128)price * shares;

    /// <summary>Divides shares in proportion: what falls to one who has a part of a whole, rounded towards 0.</summary>
    /// <param name="shares">The shares to divide.</param>
    /// <param name="part">What one has.</param>
    /// <param name="whole">What all have; not 0.</param>
    public static long Part(long shares, long part, long whole) =>
        AreSmall(shares, part) ? shares * part / whole : (long)((Int128)shares * part / whole);

    /// <summary>Whether two numbers have no more than 43 and 21 bits, sign included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreSmall(long a, long b) => a << 21 >> 21 == a && b << 43 >> 43 == b;
}
