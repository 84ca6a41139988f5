using Nuke.Common;

namespace Sluice.Nuke.Components;

/// <summary>Targets that go back where services have stacks.</summary>
public interface IHazNow : IHazSluice
{
    [Parameter("Switches the traffic back as soon as one pod of the earlier release is ready.")]
    bool Now => TryGetValue<bool?>(() => Now) ?? false;
}
