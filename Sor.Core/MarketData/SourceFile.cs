using Sor.Core.MarketData.Formats;
using Sor.Core.MarketData.Input;

namespace Sor.Core.MarketData;

/// <summary>One file of a source.</summary>
internal sealed class SourceFile : IDisposable
{
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

    /// <summary>Its place among the files of the source, for ties.</summary>
    public int Rank { get; set; }

    public void Dispose()
    {
        Reader.Dispose();
        File.Dispose();
    }
}
