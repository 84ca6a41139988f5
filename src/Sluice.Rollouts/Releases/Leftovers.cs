using System.Collections.Frozen;
using Sluice.Manifests;
using Sluice.Rollouts.Deploy;

namespace Sluice.Rollouts.Releases;

/// <summary>Finds objects that earlier releases left behind. Pure.</summary>
internal static class Leftovers
{
    /// <summary>What holds other people's objects or data is never deleted.</summary>
    private static readonly FrozenSet<string> Kept =
        FrozenSet.Create(StringComparer.Ordinal, "Namespace", "CustomResourceDefinition", "PersistentVolumeClaim", "PersistentVolume");

    /// <summary>
    /// Objects of other releases that the serving one does not have, in the order in which they may go: what leads to others first.
    /// Secrets, and ConfigMaps named by their content, stay while a release that one can go back to has them.
    /// </summary>
    /// <param name="serving">All objects of the release that serves now.</param>
    /// <param name="others">Everything that was applied before, as far as it is known.</param>
    /// <param name="reachable">Keys of the releases among them that one can go back to.</param>
    /// <param name="ns">Namespace of objects that name none.</param>
    public static IReadOnlyList<ManifestObject> Find(
        IReadOnlyList<ManifestObject> serving, IReadOnlyList<StoredRelease> others, IReadOnlySet<string> reachable, string ns)
    {
        HashSet<ObjectKey> wanted = [.. serving.Select(o => ObjectKey.Of(o, ns))];
        wanted.UnionWith(others.Where(r => reachable.Contains(r.Key)).SelectMany(r => r.Objects).Where(CannotComeBack).Select(o => ObjectKey.Of(o, ns)));
        return
        [
            .. others
                .SelectMany(r => r.Objects)
                .Where(o => MayGo(o) && wanted.Add(ObjectKey.Of(o, ns)))
                .OrderByDescending(o => ApplyOrder.Rank(o.Kind)),
        ];
    }

    private static bool CannotComeBack(ManifestObject item) => StoredRelease.IsSecret(item) || StoredRelease.IsContentNamed(item);

    // The API group "extensions" served objects that other groups serve too: what looks gone there may be in use here.
    private static bool MayGo(ManifestObject item) => !Kept.Contains(item.Kind) && !item.ApiVersion.StartsWith("extensions/", StringComparison.Ordinal);

    private readonly record struct ObjectKey(string Group, string Kind, string Namespace, string Name)
    {
        // Versions of a group show the same objects.
        public static ObjectKey Of(ManifestObject item, string ns) => new(
            item.ApiVersion.Contains('/', StringComparison.Ordinal) ? item.ApiVersion.Split('/')[0] : "",
            item.Kind,
            item.Namespace.Length == 0 ? ns : item.Namespace,
            item.Name);
    }
}
