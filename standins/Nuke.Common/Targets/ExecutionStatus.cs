namespace Nuke.Common.Execution;

/// <summary>Where a target stands in the current run.</summary>
public enum ExecutionStatus
{
    None = 0,
    Scheduled = 1,
    NotRun = 2,
    Skipped = 3,
    Succeeded = 4,
    Failed = 5,
    Running = 6,
    Aborted = 7,

    /// <summary>Has no actions of its own: it only groups others.</summary>
    Collective = 8,
}
