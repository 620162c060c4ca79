using Sor.Core.MarketData;

namespace Sor.Core.Simulation;

/// <summary>How what happened is written: stamps, sequence numbers, flags and levels.</summary>
public sealed partial class SyntheticMarket
{
    private const long TickNanos = 10_000_000;
    private const uint LatestLateNanos = 1_000_000;

    private readonly uint[] sequences;
    private readonly ulong[] lastEvents;
    private ulong clock;
    private ulong stampRecv;
    private ulong stampEvent;

    /// <summary>Stamps an event of a venue. Its records follow.</summary>
    private void BeginEvent(int venue)
    {
        var latency = (ulong)venues[venue].LatencyMicros * 1_000 + random.Below(30_000);
        var start = sessions[session].Start;
        // Nothing comes before the start, so at the start nothing can be late.
        if (options.LatePerMillion > 0 && random.Below(1_000_000) < options.LatePerMillion && clock > start)
        {
            stampRecv = Math.Max(start, clock - 1 - random.Below(LatestLateNanos - 1));
            stampEvent = stampRecv - latency;
            return;
        }

        stampRecv = clock = now;
        stampEvent = lastEvents[venue] = Math.Max(lastEvents[venue], now - latency);
    }

    /// <summary>Stamps a further record of the event: the venue's stamp is the same or a microsecond later.</summary>
    private void ContinueEvent(int venue)
    {
        stampEvent += random.Below(2) * Micro;
        lastEvents[venue] = Math.Max(lastEvents[venue], stampEvent);
    }

    private void Write(int instrument, int venue, RecordAction action, RecordSide side, long price, uint shares, bool last)
    {
        ref readonly var quote = ref quotes[instrument * venues.Length + venue];
        ref var record = ref buffer[buffered++];
        record.Length = Mbp1.SizeInBytes / 4;
        record.RecordType = 1;
        record.PublisherId = venues[venue].PublisherId;
        record.InstrumentId = (uint)instrument + 1;
        record.TsEvent = stampEvent;
        record.Price = price;
        record.Size = shares;
        record.Action = action;
        record.Side = side;
        record.Flags = last ? RecordFlags.Last : RecordFlags.None;
        record.Depth = 0;
        record.TsRecv = stampRecv;
        record.TsInDelta = (int)((stampRecv - stampEvent) * 3 / 4);
        record.Sequence = sequences[venue] += 1 + random.Below(9);
        (record.BidPx, record.BidSz, record.BidCt) = Level(quote.Bid);
        (record.AskPx, record.AskSz, record.AskCt) = Level(quote.Ask);
    }

    private void WriteQuote(int instrument, int venue, RecordAction action, RecordSide side, in QuoteSide about, bool last) =>
        Write(instrument, venue, action, side, about.Ticks * TickNanos, about.Size, last);

    private static (long Price, uint Shares, uint Orders) Level(in QuoteSide side) =>
        side.State == QuoteState.Absent ? (Mbp1.UndefinedPrice, 0, 0) : (side.Ticks * TickNanos, side.Size, side.Orders);
}
