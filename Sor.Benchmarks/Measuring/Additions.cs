namespace Sor.Benchmarks.Measuring;

/// <summary>
/// Additions that do not wait for one another, in registers. What a core gives them is what it gives to anything that keeps it busy: on a rented machine it may be half a core, as
/// long as another tenant runs on the same one, and processor time does not show it.
/// </summary>
internal static class Additions
{
    private const ulong Steps = 20_000_000;
    private static ulong sink;

    /// <summary>Rates are of steps, of six additions each.</summary>
    public static Contender Contender { get; } = new("additions in registers", Run);

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
