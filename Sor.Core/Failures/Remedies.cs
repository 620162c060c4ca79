namespace Sor.Core.Failures;

/// <summary>Rows cannot be read, and the first of them ends the run as was asked for: read on past them.</summary>
public sealed record ReadPastRejects : Remedy;

/// <summary>More rows cannot be read than is allowed: mend the data, or allow more.</summary>
public sealed record MendOrAllowMoreRejects : Remedy;

/// <summary>Prices look like those of another unit: say in what they are written.</summary>
public sealed record GivePriceScale : Remedy;

/// <summary>Prices have a unit of their own: say nothing of it.</summary>
public sealed record DropPriceScale : Remedy;

/// <summary>More records are behind the clock than is allowed: allow more.</summary>
public sealed record AllowMoreDisorder : Remedy;

/// <summary>The text that gives fees is neither a flat fee nor the name of a file: give one of them.</summary>
public sealed record GiveFees : Remedy;

/// <summary>The fees are of other dates: give those of the date, a flat fee, or use them all the same.</summary>
public sealed record GiveFeesOfDate : Remedy;

/// <summary>The fees lack a venue: add it, a row for all venues, or give a flat fee.</summary>
public sealed record AddVenueOrGiveFlatFee : Remedy;

/// <summary>The fees do not hold for such a price: give a flat fee.</summary>
public sealed record GiveFlatFee : Remedy;

/// <summary>The flags of the records mean nothing: let every record update the book.</summary>
public sealed record IgnoreFlags : Remedy;

/// <summary>The window, or a parent's part of it, does not lie in the data: give another.</summary>
public sealed record GiveOtherWindow : Remedy;

/// <summary>The first parent would begin too late: leave it time.</summary>
/// <param name="Start">When it would begin.</param>
/// <param name="Span">From when to when there is data.</param>
public sealed record LeaveTime(string Start, string Span) : Remedy;

/// <summary>The window is nowhere in the data: give one that is.</summary>
/// <param name="Span">From when to when there is data.</param>
public sealed record GiveWindowInData(string Span) : Remedy;

/// <summary>The exchanges were closed: trade at all times.</summary>
public sealed record TradeOnClosedDays : Remedy;

/// <summary>The session is nowhere in the data: give another, or a window.</summary>
public sealed record GiveOtherSession : Remedy;

/// <summary>The NBBO is never tradable: allow a wider one.</summary>
public sealed record AllowWiderSpread : Remedy;

/// <summary>The classic assignment's window does not lie in the data: give another.</summary>
public sealed record GiveClassicWindow : Remedy;

/// <summary>No parent is in a test span: give shorter spans.</summary>
public sealed record GiveShorterSpans : Remedy;

/// <summary>A temporary file fills the disk: free some space, or have it kept elsewhere.</summary>
public sealed record KeepElsewhere : Remedy;
