namespace Sor.Core.Routing;

/// <summary>
/// A built-in router that only takes and looks at nothing where orders rest, so that the engine need not follow it:
/// <see cref="RoutingView.Bid"/> is empty.
/// </summary>
internal interface ITaker : IRouter;
