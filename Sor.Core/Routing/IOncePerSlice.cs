namespace Sor.Core.Routing;

/// <summary>A built-in router that decides at a slice's start alone, so that it need not be asked again within it.</summary>
internal interface IOncePerSlice : IRouter;
