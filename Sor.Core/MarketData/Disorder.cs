using System.Globalization;
using System.Runtime.CompilerServices;

namespace Sor.Core.MarketData;

/// <summary>
/// Judges the order of records as the quarantine judges rows. A feed's stragglers are behind the clock by less than a second; a record
/// further
/// behind is *disordered*, and where many are, what would be replayed is no market.
/// </summary>
/// <param name="most">The largest share of the records that may be disordered, 0 to 1; judged after 10,000 records and at the end.</param>
/// <param name="nameOf">A file's name, by its number.</param>
internal sealed class Disorder(double most, Func<int, string> nameOf)
{
    private const int JudgedFromRecords = 10_000;
    private const ulong Second = (ulong)Nanos.One;
    private const ulong Day = 86_400 * Second;

    private Case? first;

    /// <summary>Disordered records so far.</summary>
    public long Count { get; private set; }

    /// <summary>Takes the next record.</summary>
    /// <param name="instrument">Its instrument.</param>
    /// <param name="time">Its time.</param>
    /// <param name="number">Its number in its file.</param>
    /// <param name="file">Its file's number.</param>
    /// <param name="records">Records of all files so far.</param>
    /// <exception cref="SorException">Too many records are disordered.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void See(Instrument instrument, ulong time, long number, int file, long records)
    {
        if (time > instrument.Clock)
            (instrument.ClockBefore, instrument.Clock, instrument.SetBy) = (instrument.Clock, time, (number, file));
        else if (time < instrument.Clock) Behind(instrument, time, number, file, records);
        instrument.Last = time;
        instrument.Records++;
    }

    private void Behind(Instrument instrument, ulong time, long number, int file, long records)
    {
        if (instrument.Clock - time <= Second) return;
        Count++;
        instrument.Disordered++;
        if (time >= instrument.Last) instrument.Ascending++;
        var found = new Case(
            instrument, instrument.ClockBefore, instrument.Clock, instrument.SetBy, time, (number, file), instrument.Records);
        first ??= found;
        if (instrument.Clock - time > Day && most < 1) throw Failure("a record is more than a day behind the clock", found);
        if (records >= JudgedFromRecords) Judge(records);
    }

    /// <summary>Fails if too many of the records are disordered.</summary>
    public void Judge(long records)
    {
        if (Count == 0 || Count <= most * records) return;
        var what = string.Create(
            CultureInfo.InvariantCulture,
            $"{Count} of {records} records are more than a second behind the clock, more than {most:0.00################## %} of them");
        throw Failure(what, first!);
    }

    private SorException Failure(string what, Case found)
    {
        var (setter, at) = (found.SetBy, found.At);
        var (file, of) = (nameOf(setter.File), nameOf(at.File));
        var place = of == file ? $"record {at.Number}" : $"record {at.Number} of {of}";
        var before = found.Before == 0 ? "" : $" from {UtcTime.Format(found.Before)}";
        return SorException.BadData(
            $"{what}: record {setter.Number} of {file} set it to {UtcTime.Format(found.Clock)}{before}, and {place} is at "
            + $"{UtcTime.Format(found.Time)}: {Cause(found)}").Advise(new AllowMoreDisorder());
    }

    private static string Cause(Case found)
    {
        var instrument = found.Instrument;
        var since = instrument.Records - found.Records + 1;

        // The first of them follows the jump, and so it never ascends.
        if (instrument.Disordered * 10 < since * 9 || instrument.Ascending * 10 < (instrument.Disordered - 1) * 9)
            return "the records are not sorted by time; sort them";
        return found.Before != 0 && found.Clock - found.Before > Second && found.Time + Second >= found.Before
            ? "the first of the two stamps seems to be wrong; mend that record"
            : "it seems that parts were put one after the other; give the parts as files of their own, or sort them by time";
    }

    private sealed record Case(
        Instrument Instrument,
        ulong Before,
        ulong Clock,
        (long Number, int File) SetBy,
        ulong Time,
        (long Number, int File) At,
        long Records);
}
