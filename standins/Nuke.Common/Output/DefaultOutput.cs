namespace Nuke.Common;

/// <summary>The parts of the output that a build may turn off.</summary>
public enum DefaultOutput
{
    Logo = 0,
    TargetHeader = 1,
    TargetCollapse = 2,
    ErrorsAndWarnings = 3,
    TargetOutcome = 4,
    BuildOutcome = 5,
    Timestamps = 6,
}
