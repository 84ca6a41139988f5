using Nuke.Common;

namespace Sluice.Nuke.Components;

/// <summary>Targets that go back to an earlier release.</summary>
public interface IHazRollbackTarget : IHazSluice
{
    [Parameter("Number or version of the release that a Rollback target goes to; default: the one before. For Replay and AaCheck the end of the past traffic, written like --from; default: now.")]
    string? To => TryGetValue(() => To);
}
