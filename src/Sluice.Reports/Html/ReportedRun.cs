namespace Sluice.Reports.Html;

/// <summary>The run that a report is about.</summary>
/// <param name="Command">The target: <c>DeployStage</c>.</param>
/// <param name="Environment">Name of the environment.</param>
/// <param name="StartedAt">By the clock of the machine that ran it.</param>
/// <param name="EndedAt">By the same clock.</param>
/// <param name="Events">What happened, oldest first.</param>
public sealed record ReportedRun(string Command, string Environment, DateTimeOffset StartedAt, DateTimeOffset EndedAt, IReadOnlyList<TimedEvent> Events);
