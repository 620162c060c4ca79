using Sor.Core.Tape;

namespace Sor.Core.Execution;

/// <summary>
/// What a walk over a tape tells each event to, once it has followed it. <see cref="MarketWalk.Place"/> says where that is.
/// </summary>
internal interface IEventFollower
{
    /// <summary>A venue prints.</summary>
    void Printed(in MarketEvent print);

    /// <summary>A venue has quoted.</summary>
    void Quoted(int venue);
}
