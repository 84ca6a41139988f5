namespace Sluice.Rollouts.Driver;

/// <summary>Something that happened in a rollout.</summary>
/// <param name="At">When.</param>
/// <param name="Text">One sentence for people; holds no secret.</param>
/// <param name="Service">About which service; empty for all.</param>
public sealed record JournalLine(DateTimeOffset At, string Text, string Service = "");
