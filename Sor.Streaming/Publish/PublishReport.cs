using Sor.Core.MarketData;

namespace Sor.Streaming.Publish;

/// <summary>What was published.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Records">Records of the run, those found on the broker included.</param>
/// <param name="Resumed">Records found on the broker.</param>
/// <param name="Messages">Messages sent.</param>
/// <param name="Rejects">Rejected rows by reason.</param>
public sealed record PublishReport(string Run, long Records, long Resumed, long Messages, IReadOnlyList<RejectCount> Rejects);

/// <summary>How far a producer is.</summary>
/// <param name="Records">Records of the run so far.</param>
/// <param name="Part">How far the source has been read, from 0 to 1, where its length is known.</param>
public readonly record struct PublishProgress(long Records, double? Part);
