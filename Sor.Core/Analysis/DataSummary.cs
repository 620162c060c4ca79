using System.Numerics;
using Sor.Core.MarketData;
using Sor.Core.Results;
using Sor.Core.Tape;

namespace Sor.Core.Analysis;

/// <summary>Sums up what was read.</summary>
internal static class DataSummary
{
    /// <summary>The result's key <c>data</c>.</summary>
    public static DataResult Of(ParentWindows windows, SourceSummary summary)
    {
        var counts = windows.Counts;
        var symbols = summary.Symbols.ToDictionary(s => s.InstrumentId, s => s.Symbol);
        var rejects = new OrderedDictionary<string, long>();
        foreach (var reject in summary.Rejects) rejects.Add(reject.Reason, reject.Rows);
        return new DataResult
        {
            Files = summary.Files,
            Records = windows.Instruments.Sum(i => i.Records),
            Rejects = rejects,
            Late = counts.Late,
            Disordered = summary.Disordered,
            ZeroPrices = summary.ZeroPrices,
            Rounded = summary.Rounded,
            Crossed = counts.Crossed,
            Locked = counts.Locked,
            Conditions = Conditions(counts.Conditions),
            VenueConditions = OfVenues(windows.Instruments),
            MidEvent = counts.MidEvent,
            WithoutTime = counts.Timeless,
            NotRoutable = counts.NotRoutable,
            OtherPublishers = counts.OtherPublishers,
            Span = new SpanResult(
                UtcTime.Format(windows.Instruments.Min(i => i.FirstTime)),
                UtcTime.Format(windows.Instruments.Max(i => i.LastTime))),
            EffectiveSpreadBps = Spread(counts.EffectiveSum, counts.PrintMid2Sum),
            QuotedSpreadBps = Spread(counts.QuotedSum, counts.PrintMid2Sum),
            Instruments = [.. windows.Instruments.Select(i => new InstrumentResult(
                i.InstrumentId,
                symbols.GetValueOrDefault(i.InstrumentId),
                i.Records,
                new SortedDictionary<string, IReadOnlyList<ushort>>(
                        i.Venues.GroupBy(v => v.Mic, v => v.Publisher).ToDictionary(v => v.Key, IReadOnlyList<ushort> (v) => [.. v]),
                        StringComparer.Ordinal),
                i.Hash))],
            Hash = InstrumentOutcome.HashOf(windows.Instruments),
        };
    }

    private static SortedDictionary<string, ConditionsResult> OfVenues(IEnumerable<InstrumentOutcome> instruments) => new(
        instruments.SelectMany(i => i.VenueConditions)
            .GroupBy(v => v.Key, v => v.Value)
            .ToDictionary(v => v.Key, v => Conditions(v.Aggregate((sum, times) => sum + times))),
        StringComparer.Ordinal);

    private static ConditionsResult Conditions(ConditionTimes times) => new(
        Seconds(times.Watched),
        Seconds(times.OneSided),
        Seconds(times.Crossed),
        Seconds(times.Locked),
        Seconds(times.Wide),
        Seconds(times.Silent),
        Seconds(times.LongestSilence),
        times.LongestSilence == 0 ? null : UtcTime.Format(times.LongestSilenceFrom));

    private static decimal Seconds(ulong nanos) => (decimal)nanos / Nanos.One;

    private static BasisPoints? Spread(Int128 sum, Int128 mid2Sum) =>
        mid2Sum == 0 ? null : new BasisPoints(Nanos.Ratio((BigInteger)sum * 20_000, mid2Sum, 4));
}
