namespace Sor.Core.Simulation;

/// <summary>
/// The efficient price of one instrument that all venues follow: a random walk whose variance grows with time, whatever the rate of
/// records, in calm, normal and busy regimes of a few minutes, with rare jumps. Trades push it their way. Unit: 2^-16 ticks of one cent.
/// </summary>
internal struct CommonPrice
{
    /// <summary>One tick.</summary>
    public const long Tick = 1 << 16;

    private const long Lowest = 200 * Tick;
    private const ulong Second = 1_000_000_000;
    private const ulong RegimeMean = 240 * Second;
    private const ulong JumpMean = 600 * Second;
    private const ulong LongestStep = 3_600 * Second;

    private readonly long sigma;
    private readonly long baseSpread;
    private ulong time;
    private ulong regimeEnd;
    private ulong jump;
    private long regime;

    /// <param name="ticks">The first price, ticks.</param>
    /// <param name="dailyVolatilityBps">Standard deviation of a day, basis points.</param>
    public CommonPrice(long ticks, int dailyVolatilityBps)
    {
        Value = ticks * Tick + Tick / 3;
        // A day has 23,400 s, whose root is 153.
        sigma = ticks * Tick * dailyVolatilityBps / (10_000 * 153);
        baseSpread = Math.Max(Tick * 3 / 8, ticks * Tick / 22_000);
        regime = 256;
    }

    /// <summary>The price that all venues follow, nano-dollars.</summary>
    public long Value { get; private set; }

    /// <summary>Half the spread makers ask for now, at least three eighths of a tick.</summary>
    public readonly long HalfSpread => regime > 256 ? baseSpread * 3 / 2 : baseSpread;

    /// <summary>Sets the clock at the start of a session; the price moves as over an hour.</summary>
    public void Open(ref RandomStream random, ulong now)
    {
        if (time != 0)
        {
            time = now - LongestStep;
            Step(ref random, now, 0, 1024);
        }

        time = now;
        regimeEnd = now + random.Exponential(RegimeMean);
        jump = now + random.Exponential(JumpMean);
    }

    /// <summary>Lets the price walk up to a time.</summary>
    /// <param name="random">Where draws come from.</param>
    /// <param name="now">The time.</param>
    /// <param name="push">1 after a buyer's trade, -1 after a seller's, else 0: three of four moves then go that way.</param>
    /// <param name="activity">The moment's activity in 1/1024 of the mean; it raises the volatility.</param>
    public void Step(ref RandomStream random, ulong now, int push, long activity)
    {
        // Math.Sqrt is exactly rounded everywhere (IEEE 754), so its whole part is the same on every machine.
        var root = (long)Math.Sqrt(Math.Min(now - time, LongestStep));
        time = now;
        var coins = random.Coins();
        if (push != 0 && Math.Sign(coins) == -push && random.OneIn(2)) coins = -coins;
        var move = (coins * root / 4 * sigma * regime >> 8) / 31_623 * (1024 + activity) >> 11;
        if (now >= jump || now >= regimeEnd) move += Turn(ref random, now);
        Value += move;
        if (Value < Lowest) Value = 2 * Lowest - Value;
    }

    private long Turn(ref RandomStream random, ulong now)
    {
        if (now >= regimeEnd)
        {
            regime = random.Below(3) switch { 0 => 150, 1 => 256, _ => 450 };
            regimeEnd = now + random.Exponential(RegimeMean);
        }

        if (now < jump) return 0;
        jump = now + random.Exponential(JumpMean);
        var size = sigma * (2 + random.Below(4));
        return random.OneIn(2) ? size : -size;
    }
}
