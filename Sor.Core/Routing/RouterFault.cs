using Sor.Core.Orders;

namespace Sor.Core.Routing;

/// <summary>A user's router did what cannot be: the run ends, and says who, when and what.</summary>
/// <param name="router">Its name.</param>
/// <param name="instrument">What was traded.</param>
/// <param name="side">The parent's side.</param>
/// <param name="time">The decision, nanoseconds since the epoch; <c>null</c> where it was before any.</param>
/// <param name="what">What it did: the rest of a sentence that begins with its name.</param>
/// <param name="inner">What it threw, if it did.</param>
internal sealed class RouterFault(string router, uint instrument, Side side, ulong? time, string what, Exception? inner = null)
    : Exception(what, inner)
{
    /// <summary>What was traded.</summary>
    public uint Instrument => instrument;

    /// <summary>The failure, with the instrument by its name where it has one.</summary>
    public SorException Failure(string? symbol)
    {
        var traded = symbol is null ? $"instrument {instrument}" : $"{symbol} (instrument {instrument})";
        var when = time is { } at ? $"{UtcTime.Format(at)}, " : "";
        return SorException.Failed($"router {router} {Message} ({when}{traded}, {side.Name()})", InnerException);
    }
}
