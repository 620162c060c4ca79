namespace Sor.Core.Routing;

/// <summary>The venues of a market as routers know them, by slot: names, fees, and the order of their names.</summary>
public sealed class RoutedVenues
{
    private readonly string[] mics;
    private readonly long[] takeFee;
    private readonly long[] addFee;
    private readonly byte[] micRank;
    private readonly byte[] byMic;

    /// <summary>Puts venues together: all three are by slot and equally long.</summary>
    /// <param name="mics">MICs, such as <c>XNAS</c>, each once.</param>
    /// <param name="takeFee">What a share taken costs beside its price, nano-dollars; negative is earned.</param>
    /// <param name="addFee">What a share filled of a resting order costs beside its price, nano-dollars; negative is earned.</param>
    public RoutedVenues(IReadOnlyList<string> mics, IReadOnlyList<long> takeFee, IReadOnlyList<long> addFee)
    {
        (this.mics, this.takeFee, this.addFee) = ([.. mics], [.. takeFee], [.. addFee]);
        byMic = [.. Enumerable.Range(0, mics.Count).OrderBy(k => mics[k], StringComparer.Ordinal).Select(k => (byte)k)];
        micRank = new byte[mics.Count];
        for (var rank = 0; rank < byMic.Length; rank++) micRank[byMic[rank]] = (byte)rank;
    }

    /// <summary>The venues' MICs, by slot.</summary>
    public ReadOnlySpan<string> Mics => mics;

    /// <summary>What a share taken costs beside its price, nano-dollars; negative is earned.</summary>
    public ReadOnlySpan<long> TakeFee => takeFee;

    /// <summary>What a share filled of a resting order costs beside its price, nano-dollars; negative is earned.</summary>
    public ReadOnlySpan<long> AddFee => addFee;

    /// <summary>Rank of each MIC in ordinal order, the last tie-breaker.</summary>
    public ReadOnlySpan<byte> MicRank => micRank;

    /// <summary>Slots in the order of their MICs.</summary>
    public ReadOnlySpan<byte> ByMic => byMic;
}
