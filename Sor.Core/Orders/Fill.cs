namespace Sor.Core.Orders;

/// <summary>One execution.</summary>
/// <param name="Instant">Index of the tape's instant it happened at; for orders that rested the first one that knows of it.</param>
/// <param name="Time">When, nanoseconds since the epoch.</param>
/// <param name="Mid2">Twice the mid then, nano-dollars.</param>
/// <param name="Venue">The venue's slot.</param>
/// <param name="Sweep">The sweep that sent it, if any did.</param>
/// <param name="Shares">How many shares.</param>
/// <param name="Price">Nano-dollars per share.</param>
/// <param name="Fee">Fee for taking, or for adding where the order rested; nano-dollars per share, negative is paid to us.</param>
/// <param name="Kind">How it came about.</param>
public readonly record struct Fill(
    int Instant,
    ulong Time,
    long Mid2,
    byte Venue,
    SweepKind Sweep,
    long Shares,
    long Price,
    long Fee,
    FillKind Kind = FillKind.Taken);

/// <summary>How a fill came about.</summary>
public enum FillKind : byte
{
    /// <summary>We took what another displayed.</summary>
    Taken,

    /// <summary>Our order rested, and its turn in the queue came.</summary>
    Rested,

    /// <summary>Our order rested, and the market traded or quoted through its price.</summary>
    Through,
}

/// <summary>Why all that was due was swept, whatever the router.</summary>
public enum SweepKind : byte
{
    /// <summary>No sweep: the router decided.</summary>
    None,

    /// <summary>A bucket's last grid decision closed it.</summary>
    Closing,

    /// <summary>The window had ended, and what was left was swept in overtime.</summary>
    Overtime,
}
