using System.IO.Hashing;
using System.Runtime.InteropServices;
using Sor.Core.MarketData;

namespace Sor.Core.Tape;

/// <summary>
/// Replays records of any number of instruments, each by itself: clock, venues, windows and hash are an instrument's own, so that how
/// instruments are interleaved (one file, several partitions) changes nothing.
/// </summary>
/// <param name="hasBids">Whether the data carries bids.</param>
/// <param name="window">What is traded.</param>
/// <param name="tapeOptions">What tapes record.</param>
/// <param name="options">How records are read.</param>
/// <param name="tapes">Gives and receives tapes.</param>
public sealed class Replay(bool hasBids, TradingWindow window, TapeOptions tapeOptions, ReplayOptions options, TapeExchange tapes)
{
    private readonly Dictionary<uint, (InstrumentReplay Replay, XxHash128 Hash)> instruments = [];

    /// <summary>Most instruments that are replayed: the first so many of the stream.</summary>
    public int MostInstruments { get; init; } = int.MaxValue;

    /// <summary>Takes the records of all others, a run of one instrument at a time.</summary>
    public RecordRun Others { get; init; } = _ => { };

    /// <summary>Applies records in stream order.</summary>
    public void Apply(ReadOnlySpan<Mbp1> records)
    {
        while (!records.IsEmpty)
        {
            var id = records[0].InstrumentId;
            var run = 1;
            while (run < records.Length && records[run].InstrumentId == id) run++;
            if (Find(id) is var (replay, hash))
            {
                hash.Append(MemoryMarshal.AsBytes(records[..run]));
                foreach (ref readonly var record in records[..run]) replay.Apply(in record);
            }
            else
            {
                Others(records[..run]);
            }

            records = records[run..];
        }
    }

    /// <summary>Ends the stream.</summary>
    public void Complete()
    {
        foreach (var (replay, _) in Instruments) replay.Complete();
    }

    /// <summary>The instruments seen, in the order of their ids, each with the XXH3-128 of its records as hexadecimal digits.</summary>
    public IEnumerable<(InstrumentReplay Replay, string Hash)> Instruments =>
        from entry in instruments
        orderby entry.Key
        select (entry.Value.Replay, Convert.ToHexStringLower(entry.Value.Hash.GetCurrentHash()));

    /// <summary>An instrument's replay; <c>null</c> where as many others came before it as may be replayed.</summary>
    private (InstrumentReplay Replay, XxHash128 Hash)? Find(uint id)
    {
        if (instruments.TryGetValue(id, out var instrument)) return instrument;
        if (instruments.Count == MostInstruments) return null;
        instrument = (new InstrumentReplay(id, hasBids, window, tapeOptions, options, tapes), new XxHash128());
        instruments.Add(id, instrument);
        return instrument;
    }
}

/// <summary>Takes records that follow each other in a stream and are of one instrument.</summary>
/// <param name="records">The records: the caller's, and gone afterwards.</param>
public delegate void RecordRun(ReadOnlySpan<Mbp1> records);
