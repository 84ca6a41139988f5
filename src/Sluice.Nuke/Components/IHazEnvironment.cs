using Nuke.Common;

namespace Sluice.Nuke.Components;

/// <summary>Targets that are about one environment, whichever the user names.</summary>
public interface IHazEnvironment : IHazSluice
{
    [Parameter("The environment of sluice.yaml that the target is about.")]
    string? Environment => TryGetValue(() => Environment);
}
