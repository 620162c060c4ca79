using Sor.Core.Strategies;
using Sor.Core.Tuning;

namespace Sor.Core.Analysis;

/// <summary>A parent that the verdict is about.</summary>
/// <param name="Window">Its window.</param>
/// <param name="Ours">The tuned router with the parameters that were chosen for it.</param>
/// <param name="Rival">The router without parameters that was best where those were chosen.</param>
/// <param name="Beside">The router beside the tuned one, with the parameters that were chosen for it; <c>null</c> where there is
/// none.</param>
internal sealed record JudgedParent(WindowOutcome Window, Strategy Ours, Strategy Rival, Strategy? Beside = null);
