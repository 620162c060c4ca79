namespace Sor.Core.Units;

/// <summary>
/// Times written as a number since the epoch, in seconds, milliseconds, microseconds or nanoseconds. The times that are believed are so few
/// that the number's size tells its unit.
/// </summary>
public static class EpochTime
{
    private const ulong Second = (ulong)Nanos.One;

    /// <summary>The unit of a number, nanoseconds.</summary>
    /// <param name="whole">Its whole part.</param>
    public static ulong UnitOf(ulong whole) => whole switch
    {
        < 100_000_000_000 => Second,
        < 100_000_000_000_000 => Second / 1_000,
        < 100_000_000_000_000_000 => Second / 1_000_000,
        _ => 1,
    };
}
