namespace Sluice.Reports.Rollouts;

/// <summary>A line about a rollout, for people.</summary>
/// <param name="At">When what it tells happened.</param>
/// <param name="Text">Without a line end; harmless to a terminal.</param>
/// <param name="IsUrgent">Whether somebody should see it.</param>
/// <param name="IsHeartbeat">Whether it only tells that what went on goes on.</param>
public sealed record RolloutLine(DateTimeOffset At, string Text, bool IsUrgent = false, bool IsHeartbeat = false);
