using Sor.Core.Orders;
using Sor.Core.Routing;
using Sor.Core.Tape;

namespace Sor.Core.Execution;

/// <summary>Fees of a tape's venues on its date, and the order of their MICs.</summary>
public sealed class VenueCosts
{
    private const long Dollar = Nanos.One;

    private readonly long[] take;
    private readonly long[] add;

    /// <summary>Looks up the fees of a tape's venues.</summary>
    /// <exception cref="SorException">A venue or the date has no fee, or the price is below $1, where fees are a share of the
    /// notional.</exception>
    public VenueCosts(WindowTape tape, FeeSchedule fees)
    {
        var date = NewYork.DateOf(tape.From);
        if (!fees.IsFlat && tape.ArrivalMid2 is > 0 and < 2 * Dollar)
            throw SorException
                .BadData(
                    $"instrument {tape.InstrumentId} trades below $1 on {date:yyyy-MM-dd}, where venues charge a share of the notional and not the fees per share of {fees.Name}"
                )
                .Advise(new GiveFlatFee());
        take = [.. tape.Mics.Select(mic => fees.Of(mic, date).Take)];
        add = [.. tape.Mics.Select(mic => fees.Of(mic, date).Add)];
        HighestTake = take.Length == 0 ? 0 : take.Max();
        Venues = new RoutedVenues(tape.Mics, take, add);
    }

    /// <summary>The venues as routers know them.</summary>
    public RoutedVenues Venues { get; }

    /// <summary>Take fees by slot, nano-dollars per share.</summary>
    public ReadOnlySpan<long> Take => take;

    /// <summary>What a fill of a resting order costs by slot, nano-dollars per share; negative is earned.</summary>
    public ReadOnlySpan<long> Add => add;

    /// <summary>Rank of each slot's MIC in ordinal order.</summary>
    public ReadOnlySpan<byte> MicRank => Venues.MicRank;

    /// <summary>The slots in the order of their MICs.</summary>
    public ReadOnlySpan<byte> ByMic => Venues.ByMic;

    /// <summary>The highest take fee of any venue seen.</summary>
    public long HighestTake { get; }
}
