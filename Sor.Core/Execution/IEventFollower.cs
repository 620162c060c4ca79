using Sor.Core.Tape;

namespace Sor.Core.Execution;

/// <summary>
/// What a walk over a tape tells events to, once it has followed them. <see cref="MarketWalk.Place"/> says where that is. Events that cannot
/// matter to it may be left out.
/// </summary>
internal interface IEventFollower
{
    /// <summary>The venues whose prints matter, and what they quote where orders rest; a bit for each slot.</summary>
    ulong Watched { get; }

    /// <summary>The highest price of an order, turned: offers at it or below matter.</summary>
    long Highest { get; }

    /// <summary>Whether offers are at an order's price or below it: as long as they are, every quote matters.</summary>
    bool IsCrossed { get; }

    /// <summary>A venue prints.</summary>
    void Printed(in MarketEvent print);

    /// <summary>A venue has quoted.</summary>
    void Quoted(int venue);
}
