using Nuke.Common;

namespace Sluice.Nuke.Components;

/// <summary>Targets that do what a plan says, and nothing else.</summary>
public interface IHazApprovedPlan : IHazSluice
{
    [Parameter("File that Plan --json wrote: the deploy is refused unless it would do exactly what that plan says; relative to the repository's root.")]
    string? ApprovedPlan => TryGetValue(() => ApprovedPlan);
}
