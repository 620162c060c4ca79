namespace Sor.Benchmarks.Measuring;

/// <summary>
/// Simple operations in registers, most of which wait for no other. They need nothing but the core: what it gives them is what it has for
/// anything that keeps it busy. On a rented machine that may be half, as long as another tenant runs on the same core, and processor time
/// does not show it.
/// </summary>
internal static class CoreShare
{
    private const ulong Steps = 20_000_000;
    private static ulong sink;

    /// <summary>Counts steps of nine operations.</summary>
    public static Contender Contender { get; } = new("operations in registers", Run);

    private static long Run()
    {
        var (a, b, c, d, e, f) = (0UL, 0UL, 0UL, 0UL, 0UL, 0UL);
        for (var i = 0UL; i < Steps; i++)
        {
            a += i;
            b ^= i;
            c -= i;
            d += i ^ 3;
            e ^= i + 7;
            f += i;
        }

        sink = a + b + c + d + e + f;
        return (long)Steps;
    }
}
