using Sluice.Model.Input;

namespace Sluice.Manifests.Kustomize;

/// <summary>Outcome of rendering a kustomization.</summary>
/// <param name="Objects">The objects in the order in which they can be applied (kinds that others need first); empty if there are errors.</param>
/// <param name="Errors">Everything that is wrong, each with its place.</param>
public sealed record RenderOutcome(IReadOnlyList<ManifestObject> Objects, IReadOnlyList<InputError> Errors)
{
    public bool IsRendered => Errors.Count == 0;
}
