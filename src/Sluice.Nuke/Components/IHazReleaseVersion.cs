using Nuke.Common;

namespace Sluice.Nuke.Components;

/// <summary>Targets that are about one release.</summary>
public interface IHazReleaseVersion : IHazSluice
{
    [Parameter("Version of the release that the target is about.")]
    string? ReleaseVersion => TryGetValue(() => ReleaseVersion);
}
