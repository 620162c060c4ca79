using Sor.Core.MarketData.Formats;
using Sor.Core.MarketData.Input;

namespace Sor.Core.MarketData;

/// <summary>One file of a source, read ahead so that it can be merged with others.</summary>
internal sealed class SourceFile : IDisposable
{
    private readonly Mbp1[] ahead = new Mbp1[256];
    private int next;
    private int end;
    private FileHead head;

    public SourceFile(InputFile file, Quarantine quarantine, InstrumentTable instruments, ReadOptions options)
    {
        File = file;
        Rejects = new FileRejects(quarantine);
        Reader = MarketDataFormats.Open(new FormatInput(file.Bytes, Rejects, instruments, options.PriceScale, file.Plain));
    }

    public InputFile File { get; }

    public IFormatReader Reader { get; }

    public FileRejects Rejects { get; }

    /// <summary>Records given so far.</summary>
    public long Given { get; set; }

    /// <summary>Where its next record stands among those of other files.</summary>
    public FileHead Head => head;

    /// <summary>Its place among the files of the source, for ties.</summary>
    public int Rank { get; set; }

    /// <summary>The next record.</summary>
    public ref readonly Mbp1 Next => ref ahead[next];

    /// <summary>Finds the next record, after the one before was taken.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Advance()
    {
        if (++next >= end)
        {
            (next, end) = (0, Reader.Read(ahead));
            if (end == 0) return false;
        }

        ref readonly var record = ref ahead[next];
        head = new FileHead(Math.Max(head.Clock, record.Time), record.PublisherId, Rank);
        return true;
    }

    public void Dispose()
    {
        Reader.Dispose();
        File.Dispose();
    }
}
