using System.Text.Json.Serialization;

namespace Sor.Core.Book;

/// <summary>Whether a decision can be taken on the NBBO, and if not, why. Of several reasons the first in this order counts.</summary>
public enum Tradability : byte
{
    /// <summary>It can. A locked market trades normally.</summary>
    Tradable,

    /// <summary>No venue bids, or none offers.</summary>
    OneSided,

    /// <summary>The best bid is above the best offer.</summary>
    Crossed,

    /// <summary>The spread is too wide to be a market.</summary>
    Wide,

    /// <summary>No venue has sent a record for too long.</summary>
    Silent,
}

/// <summary>What results call the reasons against a decision.</summary>
public static class TradabilityNames
{
    /// <summary>The name in results: <c>one_sided</c>, <c>crossed</c>, <c>wide</c>, <c>silent</c>.</summary>
    public static string Name(this Tradability reason) => reason switch
    {
        Tradability.OneSided => "one_sided",
        Tradability.Crossed => "crossed",
        Tradability.Wide => "wide",
        Tradability.Silent => "silent",
        _ => "tradable",
    };
}

/// <summary>How wide and how old an NBBO may be for a decision to be taken on it.</summary>
public sealed record TradableLimits
{
    /// <summary>The widest spread, as a part of the mid times 1e9: .1 by default.</summary>
    public long MaxSpreadNano { get; init; } = 100_000_000;

    /// <summary>The longest time since any venue's last record: five minutes by default.</summary>
    [JsonPropertyName("MaxSilenceNanos")]
    public Duration MaxSilence { get; init; } = Duration.OfMinutes(5);
}
