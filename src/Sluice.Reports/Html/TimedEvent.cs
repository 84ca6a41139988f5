using Sluice.Rollouts.Events;

namespace Sluice.Reports.Html;

/// <summary>An event of a deploy and when it was seen, by the clock of the machine that ran it.</summary>
public sealed record TimedEvent(DateTimeOffset At, DeployEvent Event);
