using System.Globalization;
using System.Runtime.InteropServices;

namespace Sor.Core.MarketData;

/// <summary>
/// Finds records that are in two of the files that are merged: the same data under another name, in another format or compression, or
/// spans that overlap. They come one after the other, since equal times go by publisher and then by file.
/// </summary>
internal sealed class Doubled
{
    // Of a few records some may be alike by chance, where stamps are coarse and nothing numbers them.
    private const int Least = 10;
    private const double Most = 0.01;
    private const int JudgedFromRecords = 10_000;

    private Mbp1 last;
    private SourceFile? lastFile;
    private (string First, string Second) files;
    private long count;

    /// <summary>Looks at the first of a run of records of one file, before it is given its instrument.</summary>
    /// <param name="record">The record.</param>
    /// <param name="file">Its file.</param>
    /// <param name="records">Records of all files so far.</param>
    /// <exception cref="SorException">Too many records are in two files.</exception>
    public void Begin(in Mbp1 record, SourceFile file, long records)
    {
        if (record.Sequence == last.Sequence && file != lastFile && lastFile is not null && AreEqual(in record, in last))
        {
            if (count++ == 0) files = (lastFile.File.Name, file.File.Name);
            if (records >= JudgedFromRecords) Judge(records);
        }

        (last, lastFile) = (record, file);
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
