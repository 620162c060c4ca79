namespace Sor.Infra.Machine;

/// <summary>What the machine fetches from the bucket: all that it installs but the distribution's own packages.</summary>
/// <param name="Archive">Producer, backtester, scripts and units.</param>
/// <param name="Data">The market data.</param>
/// <param name="Kafka">Apache Kafka as it is published.</param>
/// <param name="KafkaSha512">The checksum that is published with it.</param>
internal sealed record Uploads(Artifact Archive, Artifact Data, Artifact Kafka, string KafkaSha512);
