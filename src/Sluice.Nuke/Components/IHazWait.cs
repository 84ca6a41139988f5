using Nuke.Common;

namespace Sluice.Nuke.Components;

/// <summary>Targets that may wait for people.</summary>
public interface IHazWait : IHazSluice
{
    [Parameter("Waits for missing approvals instead of ending with exit code 7.")]
    bool Wait => TryGetValue<bool?>(() => Wait) ?? false;
}
