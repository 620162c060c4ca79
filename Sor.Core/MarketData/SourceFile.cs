using Sor.Core.MarketData.Formats;
using Sor.Core.MarketData.Input;

namespace Sor.Core.MarketData;

/// <summary>One file of a source, read ahead so that it can be merged with others.</summary>
internal sealed class SourceFile : IDisposable
{
    private readonly Mbp1[] ahead = new Mbp1[1024];
    private int next;
    private int end;
    private ushort publisher;

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

    /// <summary>
    /// The latest time of any of its records so far, the next one included: a record behind its file's clock goes with the clock.
    /// </summary>
    public ulong Clock { get; private set; }

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
        Clock = Math.Max(Clock, record.Time);
        publisher = record.PublisherId;
        return true;
    }

    /// <summary>Whether its next record goes before another's: by time, then publisher, then file.</summary>
    public bool Precedes(SourceFile other)
    {
        if (Clock != other.Clock) return Clock < other.Clock;
        return publisher != other.publisher ? publisher < other.publisher : Rank < other.Rank;
    }

    public void Dispose()
    {
        Reader.Dispose();
        File.Dispose();
    }
}
