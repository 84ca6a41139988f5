namespace Sluice.Rollouts.Ports;

/// <summary>Knows whom the cluster takes the user of this run for.</summary>
public interface IUserIdentity
{
    /// <summary>The cluster's name of the user; empty where it does not say.</summary>
    Task<string> UserAsync(CancellationToken cancellationToken);
}
