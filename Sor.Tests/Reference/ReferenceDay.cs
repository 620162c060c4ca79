using System.Collections.Concurrent;

namespace Sor.Tests.Reference;

/// <summary>The real day, read once, and what orders at its prices would have been filled.</summary>
internal static class ReferenceDay
{
    private static readonly Lazy<ReferenceMarket> Loaded =
        new(() => ReferenceMarket.Load(SharedData.Path("data/taq-2018-01-02.mbp-1.csv.zst")));
    private static readonly ConcurrentDictionary<(bool Buys, string Assumption, long Slice), Lazy<ReferenceSample>> Samples = new();

    public static ReferenceMarket Market => Loaded.Value;

    public static long Midnight { get; } = (long)UtcTime.Midnight(new DateOnly(2018, 1, 2));

    /// <summary>From 14:35 to 20:59 UTC, all else by default.</summary>
    public static ReferenceSettings Settings { get; } = new()
    {
        From = Midnight + 52_500_000_000_000,
        To = Midnight + 75_540_000_000_000,
        Session = Midnight + 52_200_000_000_000,
        Overtime = 60_000_000_000,
    };

    /// <summary>The sample of a run with these settings; it depends on their slices alone.</summary>
    public static ReferenceSample Sample(bool buys, string assumption, long slice = 0) =>
        Samples.GetOrAdd((buys, assumption, slice), _ =>
            new(() => new ReferenceSample(Market, Settings with { Slice = slice }, buys, assumption))).Value;
}
