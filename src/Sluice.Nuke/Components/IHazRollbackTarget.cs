using Nuke.Common;

namespace Sluice.Nuke.Components;

/// <summary>Targets that go back to an earlier release.</summary>
public interface IHazRollbackTarget : IHazSluice
{
    [Parameter("Number or version of the release that a Rollback target goes to. Default: the one before.")]
    string? To => TryGetValue(() => To);
}
