namespace Sor.Core.Units;

/// <summary>The clock that a time of day is told by.</summary>
public enum ClockZone
{
    /// <summary>UTC.</summary>
    Utc,

    /// <summary>New York, clock changes included.</summary>
    NewYork,
}
