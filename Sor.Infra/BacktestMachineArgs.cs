using Sor.Infra.Machine;

namespace Sor.Infra;

/// <summary>What the machine is made of.</summary>
/// <param name="Settings">The user's settings, checked.</param>
/// <param name="Offer">What the region has for it.</param>
/// <param name="Archive">Producer, backtester, scripts and units.</param>
/// <param name="Data">The market data.</param>
/// <param name="Bootstrap">The text of the bootstrap script.</param>
internal sealed record BacktestMachineArgs(MachineSettings Settings, Offer Offer, Artifact Archive, Artifact Data, string Bootstrap);
