using System.IO.Hashing;
using System.Text;
using Sor.Core.Tape;
using Sor.Core.Tuning;

namespace Sor.Core.Analysis;

/// <summary>
/// Everything a result needs of one instrument. Instruments are replayed by themselves, on one machine or several, and merged by their ids.
/// </summary>
public sealed record InstrumentOutcome
{
    /// <summary>Numeric id of the instrument.</summary>
    public required uint InstrumentId { get; init; }

    /// <summary>Its windows in time order, whole or not.</summary>
    public required IReadOnlyList<WindowOutcome> Windows { get; init; }

    /// <summary>How many records the instrument has.</summary>
    public required long Records { get; init; }

    /// <summary>XXH3-128 of its records, hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>Time of the first record.</summary>
    public required ulong FirstTime { get; init; }

    /// <summary>Time of the last.</summary>
    public required ulong LastTime { get; init; }

    /// <summary>See <see cref="InstrumentReplay.FirstStart"/>.</summary>
    public required ulong? FirstStart { get; init; }

    /// <summary>See <see cref="InstrumentReplay.Resolution"/>.</summary>
    public required ulong Resolution { get; init; }

    /// <summary>See <see cref="InstrumentReplay.SampledEvery"/>.</summary>
    public required ulong SampledEvery { get; init; }

    /// <summary>See <see cref="InstrumentReplay.VenueConditions"/>.</summary>
    public required IReadOnlyDictionary<string, ConditionTimes> VenueConditions { get; init; }

    /// <summary>Venues by first appearance: MIC and a publisher that spoke for it on some day.</summary>
    public required IReadOnlyList<(string Mic, ushort Publisher)> Venues { get; init; }

    /// <summary>Counts of what the data did.</summary>
    public required InstrumentCounts Counts { get; init; }

    /// <summary>
    /// The hash of all records: an instrument's own where there is one, else XXH3-128 over ids and hashes in the order of ids.
    /// </summary>
    public static string HashOf(IReadOnlyList<InstrumentOutcome> instruments)
    {
        if (instruments.Count == 1) return instruments[0].Hash;
        var all = string.Concat(instruments.Select(i => $"{i.InstrumentId}:{i.Hash}\n"));
        return Convert.ToHexStringLower(XxHash128.Hash(Encoding.ASCII.GetBytes(all)));
    }

    /// <summary>What is known of an instrument once its stream has ended.</summary>
    public static InstrumentOutcome Of(InstrumentReplay replay, string hash, IEnumerable<WindowOutcome> windows) => new()
    {
        InstrumentId = replay.InstrumentId,
        Windows = [.. windows.OrderBy(w => w.From)],
        Records = replay.Records,
        Hash = hash,
        FirstTime = replay.FirstTime,
        LastTime = replay.Clock,
        FirstStart = replay.FirstStart,
        Resolution = replay.Resolution,
        SampledEvery = replay.SampledEvery,
        VenueConditions = replay.VenueConditions,
        Venues = [.. replay.Venues.AllDays],
        Counts = new InstrumentCounts
        {
            Late = replay.Late,
            Updates = replay.Updates,
            MidEvent = replay.MidEvent,
            Timeless = replay.Timeless,
            NotRoutable = replay.Venues.NotRoutableRecords,
            OtherPublishers = replay.Venues.OtherPublisherRecords,
            Crossed = replay.Book.CrossedCount,
            Locked = replay.Book.LockedCount,
            PartialWindows = replay.PartialWindows,
            WindowsAfterData = replay.WindowsAfterData,
            Conditions = replay.Conditions,
            Days = replay.Days,
            ClosedDays = replay.ClosedDays,
            PrintShares = replay.Prints.Shares,
            EffectiveSum = replay.Prints.EffectiveSum,
            QuotedSum = replay.Prints.QuotedSum,
            PrintMid2Sum = replay.Prints.Mid2Sum,
        },
    };
}

/// <summary>Counts and sums over one instrument's records; they add up over instruments.</summary>
public readonly record struct InstrumentCounts
{
    /// <summary>Records behind the clock.</summary>
    public long Late { get; init; }

    /// <summary>Book updates.</summary>
    public long Updates { get; init; }

    /// <summary>Quote records without the flag of an event's last record.</summary>
    public long MidEvent { get; init; }

    /// <summary>Records without a time.</summary>
    public long Timeless { get; init; }

    /// <summary>Records of publishers that are no venue to send to.</summary>
    public long NotRoutable { get; init; }

    /// <summary>Records of further publishers of a venue.</summary>
    public long OtherPublishers { get; init; }

    /// <summary>Times the NBBO became crossed.</summary>
    public long Crossed { get; init; }

    /// <summary>Times the NBBO became locked.</summary>
    public long Locked { get; init; }

    /// <summary>Windows left out since the span ended within them.</summary>
    public int PartialWindows { get; init; }

    /// <summary>Windows left out since no record came after their start.</summary>
    public int WindowsAfterData { get; init; }

    /// <summary>How long the market was in which condition.</summary>
    public ConditionTimes Conditions { get; init; }

    /// <summary>Trading days that records came on.</summary>
    public int Days { get; init; }

    /// <summary>Those of them on which nothing is traded.</summary>
    public int ClosedDays { get; init; }

    /// <summary>Shares of prints since their day's first tradable NBBO.</summary>
    public long PrintShares { get; init; }

    /// <summary>See <see cref="PrintStatistics.EffectiveSum"/>.</summary>
    public Int128 EffectiveSum { get; init; }

    /// <summary>See <see cref="PrintStatistics.QuotedSum"/>.</summary>
    public Int128 QuotedSum { get; init; }

    /// <summary>See <see cref="PrintStatistics.Mid2Sum"/>.</summary>
    public Int128 PrintMid2Sum { get; init; }

    /// <summary>The counts of two together.</summary>
    public static InstrumentCounts operator +(InstrumentCounts a, InstrumentCounts b) => new()
    {
        Late = a.Late + b.Late,
        Updates = a.Updates + b.Updates,
        MidEvent = a.MidEvent + b.MidEvent,
        Timeless = a.Timeless + b.Timeless,
        NotRoutable = a.NotRoutable + b.NotRoutable,
        OtherPublishers = a.OtherPublishers + b.OtherPublishers,
        Crossed = a.Crossed + b.Crossed,
        Locked = a.Locked + b.Locked,
        PartialWindows = a.PartialWindows + b.PartialWindows,
        WindowsAfterData = a.WindowsAfterData + b.WindowsAfterData,
        Conditions = a.Conditions + b.Conditions,
        Days = a.Days + b.Days,
        ClosedDays = a.ClosedDays + b.ClosedDays,
        PrintShares = a.PrintShares + b.PrintShares,
        EffectiveSum = a.EffectiveSum + b.EffectiveSum,
        QuotedSum = a.QuotedSum + b.QuotedSum,
        PrintMid2Sum = a.PrintMid2Sum + b.PrintMid2Sum,
    };
}
