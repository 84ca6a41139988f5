using Sluice.Rollouts.Events;

namespace Sluice.Rollouts.Ports;

/// <summary>Sees what happens during a deploy, as it happens. Must return quickly and never throw.</summary>
public interface IDeployObserver
{
    void On(DeployEvent deployEvent);
}
