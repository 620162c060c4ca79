using System.Globalization;
using System.Runtime.InteropServices;

namespace Sor.Core.MarketData;

/// <summary>
/// Finds records that are in two of the files that are merged: the same data under another name, in another format or compression, or
/// spans that overlap. They come one after the other, since equal times go by publisher and then by file.
/// </summary>
/// <param name="nameOf">A file's name, by its number.</param>
internal sealed class Doubled(Func<int, string> nameOf)
{
    // Of a few records some may be alike by chance, where stamps are coarse and nothing numbers them.
    private const int Least = 10;
    private const double Most = 0.01;
    private const int JudgedFromRecords = 10_000;

    private Mbp1 last;
    private int lastFile = -1;
    private (string First, string Second) files;
    private long count;

    /// <summary>Looks at records that were merged, before they are given their instruments: at the first of each run of one file.</summary>
    /// <param name="merged">The records.</param>
    /// <param name="from">The number of each one's file.</param>
    /// <param name="records">Records of all files before them.</param>
    /// <exception cref="SorException">Too many records are in two files.</exception>
    public void See(ReadOnlySpan<Mbp1> merged, ReadOnlySpan<int> from, long records)
    {
        ref readonly var begin = ref last;
        for (var i = 0; i < merged.Length; i++)
        {
            if (from[i] == lastFile) continue;
            ref readonly var record = ref merged[i];
            if (record.Sequence == begin.Sequence && lastFile >= 0 && AreEqual(in record, in begin))
            {
                if (count++ == 0) files = (nameOf(lastFile), nameOf(from[i]));
                if (records + i >= JudgedFromRecords) Judge(records + i);
            }

            begin = ref record;
            lastFile = from[i];
        }

        last = begin;
    }

    /// <summary>Fails if too many of the records are in two files.</summary>
    public void Judge(long records)
    {
        if (count < Least || count <= Most * records) return;
        throw SorException.BadData(string.Create(
            CultureInfo.InvariantCulture,
            $"{files.First} and {files.Second} hold the same records, {count} at least: every one of them would count twice; give each record once"));
    }

    private static bool AreEqual(in Mbp1 a, in Mbp1 b) =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<Mbp1>(in a)).SequenceEqual(MemoryMarshal.AsBytes(new ReadOnlySpan<Mbp1>(in b)));
}
