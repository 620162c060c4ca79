using Sor.Core.MarketData;

namespace Sor.Core.Simulation;

/// <summary>Takers: they come in runs of buyers and of sellers, and go to the best price, the cheap venues first.</summary>
public sealed partial class SyntheticMarket
{
    private void Trade(int instrument)
    {
        var side = lastSide[instrument];
        if (side == 0 || random.Below(10) < 4) side = random.OneIn(2) ? (sbyte)1 : (sbyte)-1;
        lastSide[instrument] = side;
        if (random.OneIn(12) && TryTradeAtMid(instrument)) return;
        Take(instrument, side, TradeSize());
        MovePrice(instrument, side);
    }

    /// <summary>Many odd lots, many of one lot, few large.</summary>
    private uint TradeSize() => random.Below(100) switch
    {
        < 42 => 1 + random.Below(99),
        < 75 => 100,
        < 93 => 100 * (2 + random.Below(4)),
        < 99 => 100 * (6 + random.Below(10)),
        _ => 100 * (20 + random.Below(31)),
    };

    /// <summary>A hidden order at the mid trades: a print whose aggressor is not told, and no quote changes.</summary>
    private bool TryTradeAtMid(int instrument)
    {
        var bid = Best(instrument, -1, out var venue);
        var ask = Best(instrument, 1, out _);
        if (bid < 0 || ask < 0 || ask <= bid) return false;
        BeginEvent(venue);
        Write(instrument, venue, RecordAction.Trade, RecordSide.None, (bid + ask) * (TickNanos / 2), TradeSize(), last: true);
        return true;
    }

    /// <summary>The best firm price that a buyer (1) or a seller (-1) finds, and a venue that shows it; -1 where there is none.</summary>
    private long Best(int instrument, int side, out int venue)
    {
        var best = -1L;
        var appeal = 0u;
        venue = -1;
        var first = instrument * venues.Length;
        for (var k = 0; k < venues.Length; k++)
        {
            ref readonly var quote = ref quotes[first + k];
            ref readonly var level = ref side > 0 ? ref quote.Ask : ref quote.Bid;
            if (level.State != QuoteState.Firm) continue;
            var better = venue < 0 || (side > 0 ? level.Ticks < best : level.Ticks > best);
            if (!better && level.Ticks != best) continue;
            appeal = better ? venues[k].Appeal : appeal + venues[k].Appeal;
            best = level.Ticks;
            if (better || random.Below(appeal) < venues[k].Appeal) venue = k;
        }

        return best;
    }

    /// <summary>An order takes what one venue shows at the best price; what is left may go on to the next a moment later.</summary>
    private void Take(int instrument, sbyte side, uint shares)
    {
        if (Best(instrument, side, out var venue) < 0) return;
        ref var quote = ref quotes[instrument * venues.Length + venue];
        ref var level = ref side > 0 ? ref quote.Ask : ref quote.Bid;
        var before = level;
        var taken = Math.Min(shares, level.Size);
        BeginEvent(venue);
        WritePrints(instrument, venue, side, ref level, taken);

        var about = before;
        about.Size = taken;
        if (level.Size == 0) SetFirm(ref level, before.Ticks + side, venue);
        WriteQuote(instrument, venue, RecordAction.Cancel, side > 0 ? RecordSide.Ask : RecordSide.Bid, about, last: true);
        if (shares > taken && random.Below(4) != 0)
            After(50 * Micro + random.Below(300_000), new Reaction(ReactionKind.Sweep, instrument, 0, side, shares - taken));
    }

    /// <summary>One print per resting order that is hit, the first few apart. Each shows the level before it.</summary>
    private void WritePrints(int instrument, int venue, sbyte side, ref QuoteSide level, uint shares)
    {
        const int MostPrints = 4;
        var price = level.Ticks * TickNanos;
        var name = random.OneIn(16) ? RecordSide.None : side > 0 ? RecordSide.Bid : RecordSide.Ask;
        var perOrder = Math.Max(1, level.Size / level.Orders);
        for (var print = 1; shares > 0; print++)
        {
            var size = print == MostPrints ? shares : Math.Min(shares, perOrder);
            Write(instrument, venue, RecordAction.Trade, name, price, size, last: false);
            shares -= size;
            level.Size -= size;
            level.Orders = Math.Clamp((level.Size + perOrder - 1) / perOrder, 1, level.Orders);
        }
    }
}
