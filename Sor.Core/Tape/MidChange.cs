namespace Sor.Core.Tape;

/// <summary>The mid becomes another.</summary>
/// <param name="Event">How many of the tape's events lie before it: the event of that number, if it is kept, brings it.</param>
/// <param name="Time">When, nanoseconds since the epoch.</param>
/// <param name="Mid2">Twice the mid from then on, nano-dollars.</param>
public readonly record struct MidChange(int Event, ulong Time, long Mid2);
