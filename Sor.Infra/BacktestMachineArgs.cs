using Sor.Infra.Machine;

namespace Sor.Infra;

/// <summary>What the machine is made of.</summary>
/// <param name="Settings">The user's settings, checked.</param>
/// <param name="Offer">What the region has for it.</param>
/// <param name="Uploads">What it fetches from the bucket.</param>
/// <param name="Bootstrap">The text of the bootstrap script.</param>
internal sealed record BacktestMachineArgs(MachineSettings Settings, Offer Offer, Uploads Uploads, string Bootstrap);
