using Nuke.Common;

namespace Sluice.Nuke.Components;

/// <summary>Targets of people whose decision is written down.</summary>
public interface IHazReason : IHazEnvironment
{
    [Parameter("Why, for the record and for whoever is refused because of it.")]
    string? Reason => TryGetValue(() => Reason);
}
