namespace Sor.Core.Routing;

/// <summary>A built-in router that decides at a slice's start alone, so that it need not be asked again within it.</summary>
internal interface IOncePerSlice : IRouter
{
    /// <summary>Whether that is so of a slice.</summary>
    /// <param name="price">The slice's price, turned.</param>
    /// <param name="firstSpread">The spread when it started, nano-dollars.</param>
    bool IsOnce(long price, long firstSpread) => true;
}
