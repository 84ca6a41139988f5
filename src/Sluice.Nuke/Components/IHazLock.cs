using Nuke.Common;

namespace Sluice.Nuke.Components;

/// <summary>Targets that change an environment, one run at a time.</summary>
public interface IHazLock : IHazSluice
{
    [Parameter("How long to wait while another run holds the environment's lock: 90s, 10m, or 0 to be refused at once. Default: 5m on a terminal, else 30s.")]
    string LockWait => TryGetValue(() => LockWait);
}
