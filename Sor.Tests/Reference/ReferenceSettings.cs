namespace Sor.Tests.Reference;

/// <summary>What a run of the reference depends on. Times are nanoseconds since the epoch, spans nanoseconds.</summary>
internal sealed record ReferenceSettings
{
    public required long From { get; init; }

    public required long To { get; init; }

    public long Horizon { get; init; } = 1_800_000_000_000;

    public long Every { get; init; } = 1_000_000_000;

    /// <summary>Whether each time with a book update is a decision too.</summary>
    public bool EveryEvent { get; init; }

    public long Bucket { get; init; } = 60_000_000_000;

    public long Latency { get; init; }

    public long Overtime { get; init; }

    /// <summary>When the day's session begins.</summary>
    public required long Session { get; init; }

    public long Quantity { get; init; } = 5_000;

    public string Schedule { get; init; } = "twap";

    public bool Naive { get; init; }

    /// <summary>The values of lambda_under tried, in grid order.</summary>
    public IReadOnlyList<decimal> LambdaUnder { get; init; } = [1.5m];

    public decimal CollarBps { get; init; } = 50;

    public decimal MaxSpread { get; init; } = 0.1m;

    public long MaxSilence { get; init; } = 300_000_000_000;

    public Func<string, decimal> Fee { get; init; } = _ => 0.001m;

    /// <summary>What a resting order pays for its fills; negative is earned.</summary>
    public Func<string, decimal> AddFee { get; init; } = _ => -0.0005m;

    /// <summary>The longest slice; 0 without such a limit.</summary>
    public long Slice { get; init; }

    public decimal Overfill { get; init; } = 2;
}

/// <summary>A router with its parameters, and what is assumed of the orders that it rests.</summary>
internal sealed record ReferenceStrategy(
    string Router, decimal LambdaUnder = 0, decimal LambdaOver = 0, decimal Theta = 0, string Assumption = "proportional")
{
    public bool Rests => Router is "join" or "join_wide" or "queue";
}
