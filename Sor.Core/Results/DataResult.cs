using System.Text.Json.Serialization;

namespace Sor.Core.Results;

/// <summary>What was read, and how good it is.</summary>
public sealed record DataResult
{
    /// <summary>Names of the files, without folders, in the order read.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Accepted records.</summary>
    public required long Records { get; init; }

    /// <summary>Rejected rows by reason.</summary>
    public required IReadOnlyDictionary<string, long> Rejects { get; init; }

    /// <summary>Records behind the clock.</summary>
    public required long Late { get; init; }

    /// <summary>Records more than a second behind the clock.</summary>
    public required long Disordered { get; init; }

    /// <summary>Records with a price of 0, which is none.</summary>
    public required long ZeroPrices { get; init; }

    /// <summary>Prices with more than nine decimals, rounded.</summary>
    public required long Rounded { get; init; }

    /// <summary>Times the NBBO became crossed.</summary>
    public required long Crossed { get; init; }

    /// <summary>Times the NBBO became locked.</summary>
    public required long Locked { get; init; }

    /// <summary>How long the market was in which condition.</summary>
    public required ConditionsResult Conditions { get; init; }

    /// <summary>
    /// The same of each venue, by MIC, from its first record of a day on: by its own quote, but crossed while the NBBO is and would not be
    /// without it.
    /// </summary>
    public required IReadOnlyDictionary<string, ConditionsResult> VenueConditions { get; init; }

    /// <summary>Quote records that were not the last of their event.</summary>
    public required long MidEvent { get; init; }

    /// <summary>Records without a time.</summary>
    public required long WithoutTime { get; init; }

    /// <summary>Records of publishers that are no venue to send to.</summary>
    public required long NotRoutable { get; init; }

    /// <summary>Records of further publishers of a venue.</summary>
    public required long OtherPublishers { get; init; }

    /// <summary>From the first record to the last.</summary>
    public required SpanResult Span { get; init; }

    /// <summary>Of the market's prints against the mid of their moment, weighted by shares; <c>null</c> without prints.</summary>
    public required BasisPoints? EffectiveSpreadBps { get; init; }

    /// <summary>Of the NBBO at those prints.</summary>
    public required BasisPoints? QuotedSpreadBps { get; init; }

    /// <summary>Per instrument, in the order of ids.</summary>
    public required IReadOnlyList<InstrumentResult> Instruments { get; init; }

    /// <summary>XXH3-128 of the accepted records, hexadecimal.</summary>
    public required string Hash { get; init; }
}

/// <summary>
/// How long the market was in which condition, within what is traded of each day and between its first and its last record, in seconds;
/// summed over days and instruments.
/// </summary>
/// <param name="Watched">In all.</param>
/// <param name="OneSided">Without a bid or without an offer.</param>
/// <param name="Crossed">With the best bid above the best offer.</param>
/// <param name="Locked">With the best bid at the best offer.</param>
/// <param name="Wide">With a spread too wide to trade on.</param>
/// <param name="Silent">Beyond the longest silence allowed, until the next record of a venue.</param>
/// <param name="LongestSilence">The longest time without a record of any venue.</param>
/// <param name="LongestSilenceFrom">When it began, UTC; <c>null</c> if there was none.</param>
public sealed record ConditionsResult(
    [property: JsonPropertyName("watched_s")] decimal Watched,
    [property: JsonPropertyName("one_sided_s")] decimal OneSided,
    [property: JsonPropertyName("crossed_s")] decimal Crossed,
    [property: JsonPropertyName("locked_s")] decimal Locked,
    [property: JsonPropertyName("wide_s")] decimal Wide,
    [property: JsonPropertyName("silent_s")] decimal Silent,
    [property: JsonPropertyName("longest_silence_s")] decimal LongestSilence,
    string? LongestSilenceFrom);

/// <summary>Two moments, UTC.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The last.</param>
public sealed record SpanResult(string From, string To);

/// <summary>What was read of one instrument.</summary>
/// <param name="InstrumentId">Its id.</param>
/// <param name="Symbol">Its symbol, where the data has one.</param>
/// <param name="Records">Accepted records.</param>
/// <param name="Venues">The publishers that spoke for each venue, in the order of MICs; several where another day had another.</param>
/// <param name="Hash">XXH3-128 of its records, hexadecimal.</param>
public sealed record InstrumentResult(
    uint InstrumentId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Symbol,
    long Records,
    IReadOnlyDictionary<string, IReadOnlyList<ushort>> Venues,
    string Hash);
