using System.Runtime.CompilerServices;
using Sor.Core.MarketData;

namespace Sor.Core.Book;

/// <summary>
/// The venues of one instrument on one trading day, by order of appearance. Of several publishers of one venue the one seen first that day
/// speaks for it; the records of the others, and of publishers that are no venue (reporting facilities, consolidations), are counted and
/// change no book.
/// </summary>
public sealed class VenueSlots
{
    private const sbyte Unseen = 0;
    private const sbyte NotRoutable = -1;
    private const sbyte OtherPublisher = -2;

    private readonly List<string> mics = [];
    private readonly List<(string Mic, ushort Publisher)> all = [];
    private sbyte[] codes = new sbyte[256];

    /// <summary>MICs by slot.</summary>
    public IReadOnlyList<string> Mics => mics;

    /// <summary>The venues of all days, each with the publisher that spoke for it, once for each that did.</summary>
    public IReadOnlyList<(string Mic, ushort Publisher)> AllDays => all;

    /// <summary>Records of publishers that are no venue to send to.</summary>
    public long NotRoutableRecords { get; private set; }

    /// <summary>Records of further publishers of a venue that another speaks for.</summary>
    public long OtherPublisherRecords { get; private set; }

    /// <summary>Begins a new trading day: venues and who speaks for them are found out anew. What has been counted stays.</summary>
    public void Clear()
    {
        mics.Clear();
        Array.Clear(codes);
    }

    /// <summary>The slot of a publisher's venue, or -1 if its records do not count.</summary>
    /// <exception cref="SorException">One venue more than <see cref="InstrumentBook.MaxVenues"/>.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int SlotOf(ushort publisherId)
    {
        var code = publisherId < codes.Length ? codes[publisherId] : Unseen;
        return code > 0 ? code - 1 : SlotOfOther(publisherId, code);
    }

    private int SlotOfOther(ushort publisherId, sbyte code)
    {
        if (code == Unseen) code = Admit(publisherId);
        if (code > 0) return code - 1;
        if (code == NotRoutable) NotRoutableRecords++;
        else OtherPublisherRecords++;
        return -1;
    }

    private sbyte Admit(ushort publisherId)
    {
        if (publisherId >= codes.Length) Array.Resize(ref codes, ushort.MaxValue + 1);
        var mic = Venues.MicOf(publisherId);
        sbyte code;
        if (!Venues.IsRoutable(publisherId))
        {
            code = NotRoutable;
        }
        else if (mics.Contains(mic))
        {
            code = OtherPublisher;
        }
        else if (mics.Count == InstrumentBook.MaxVenues)
        {
            throw SorException.BadData(
                $"publisher {publisherId} would be venue {InstrumentBook.MaxVenues + 1} of one instrument; {InstrumentBook.MaxVenues} are the most: check the publisher_id column"
            );
        }
        else
        {
            mics.Add(mic);
            if (!all.Contains((mic, publisherId))) all.Add((mic, publisherId));
            code = (sbyte)mics.Count;
        }

        codes[publisherId] = code;
        return code;
    }
}
