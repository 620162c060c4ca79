using Sor.Streaming.Wire;

namespace Sor.Streaming;

/// <summary>No broker answers: start it, or give another address.</summary>
public sealed record StartBrokerOrNameAnother : Remedy;

/// <summary>No broker answers a group's member any more: start the member again when it does.</summary>
public sealed record RejoinGroup : Remedy;

/// <summary>Two members of a group say that they are the same one: give each its own id.</summary>
public sealed record OwnInstanceId : Remedy;

/// <summary>More rows cannot be read than is allowed: allow more.</summary>
public sealed record AllowMoreRejects : Remedy;

/// <summary>The topic has another number of partitions than was asked for: ask for none, or choose another topic.</summary>
public sealed record DropPartitionsOrChooseTopic : Remedy;

/// <summary>The topic cannot hold a stream: choose another.</summary>
public sealed record ChooseTopic : Remedy;

/// <summary>The cluster cannot keep as many copies of a topic as were asked for: ask for fewer.</summary>
public sealed record LowerReplication : Remedy;

/// <summary>There is no such topic: publish to it, or name another.</summary>
public sealed record PublishFirst : Remedy;

/// <summary>The messages are of other programs: they can be read to their end, unverified.</summary>
public sealed record ReadForeignMessages : Remedy;

/// <summary>Records are missing: publish again, or do without them.</summary>
public sealed record PublishAgainOrAllowGaps : Remedy;

/// <summary>Retention has deleted records: let the topic keep more, or do without them.</summary>
public sealed record KeepMoreOrAllowGaps : Remedy;

/// <summary>Nothing comes any more: go on with the run, or wait longer.</summary>
/// <param name="Run">The run.</param>
public sealed record ResumeStalledRun(string Run) : Remedy;

/// <summary>The broker has gone: go on with the run when it is back.</summary>
/// <param name="Run">The run.</param>
public sealed record ResumeWhenBrokerIsBack(string Run) : Remedy;

/// <summary>The broker took no more of a run: go on with what it has.</summary>
/// <param name="Run">The run.</param>
public sealed record ResumeRun(string Run) : Remedy;

/// <summary>The run is on the topic already: go on with it, or choose another id.</summary>
public sealed record ResumeOrChooseRun : Remedy;

/// <summary>A run was begun in another format: go on in that one.</summary>
/// <param name="Run">The run.</param>
/// <param name="Format">The format it was begun in.</param>
public sealed record ResumeInFormat(string Run, StreamFormat Format) : Remedy;

/// <summary>A run was begun with another span of time: go on with that one.</summary>
/// <param name="Run">The run.</param>
/// <param name="From">The first time, as it was written; <c>null</c> for none.</param>
/// <param name="To">The last time, as it was written; <c>null</c> for none.</param>
public sealed record ResumeWithTimes(string Run, string? From, string? To) : Remedy;

/// <summary>A message is over the broker's limit: raise it, or send smaller ones.</summary>
public sealed record SendSmallerMessages : Remedy;
