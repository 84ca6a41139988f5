namespace Nuke.Common;

/// <summary>What happens to the dependencies of a target that a static condition skips.</summary>
public enum DependencyBehavior
{
    /// <summary>Dependencies that no other scheduled target needs are skipped too.</summary>
    Skip = 0,

    /// <summary>Dependencies run as if the target ran.</summary>
    Execute = 1,
}
