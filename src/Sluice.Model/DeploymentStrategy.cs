namespace Sluice.Model;

/// <summary>How a new release takes over from the one that serves.</summary>
public enum DeploymentStrategy
{
    /// <summary>Updated in place by the cluster, a few pods at a time.</summary>
    Rolling,
}
