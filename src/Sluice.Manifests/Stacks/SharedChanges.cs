using Sluice.Manifests.Json;
using Sluice.Manifests.Kustomize;

namespace Sluice.Manifests.Stacks;

/// <summary>
/// When the shared objects of a release are applied: stable and candidate both have to work with what is there meanwhile.
/// A rollback applies those of the release it goes back to. Pure.
/// </summary>
/// <param name="Before">Before the candidate: new objects, and objects that serve with what the new release adds to them.</param>
/// <param name="After">After the promotion: everything that is not yet as the new release has it.</param>
/// <param name="Removed">Removed after the promotion.</param>
public sealed record SharedChanges(
    IReadOnlyList<ManifestObject> Before, IReadOnlyList<ManifestObject> After, IReadOnlyList<ManifestObject> Removed)
{
    /// <param name="serving">Shared objects of the release that serves.</param>
    /// <param name="next">Shared objects of the release on trial.</param>
    public static SharedChanges Between(IReadOnlyList<ManifestObject> serving, IReadOnlyList<ManifestObject> next)
    {
        var known = serving.ToDictionary(Identity);
        var before = new List<ManifestObject>();
        var after = new List<ManifestObject>();
        foreach (var item in next)
        {
            if (!known.Remove(Identity(item), out var old))
            {
                before.Add(item);
                continue;
            }

            var meanwhile = SharedAdditions.To(old, item);
            if (!Same(meanwhile, old))
            {
                before.Add(meanwhile);
            }

            if (!Same(meanwhile, item))
            {
                after.Add(item);
            }
        }

        return new SharedChanges(before, after, [.. serving.Where(item => known.ContainsKey(Identity(item)))]);
    }

    // Another API version of the same object is no other object.
    private static ResourceId Identity(ManifestObject item) => ResourceId.Of(item.Json) with { Version = "" };

    private static bool Same(ManifestObject one, ManifestObject other) => CanonicalJson.Write(one.Json) == CanonicalJson.Write(other.Json);
}
