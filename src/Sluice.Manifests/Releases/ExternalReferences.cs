using System.Text.Json.Nodes;

namespace Sluice.Manifests.Releases;

/// <summary>An object that rendered ones name and that is not rendered itself.</summary>
/// <param name="Kind"><c>Secret</c> or <c>ConfigMap</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="UsedBy">Who names it: <c>Deployment/backend</c>.</param>
public sealed record ExternalReference(string Kind, string Name, string UsedBy);

/// <summary>Finds ConfigMaps, Secrets and certificates that others bring: no release holds them, so none restores them. Pure.</summary>
public static class ExternalReferences
{
    public static IReadOnlyList<ExternalReference> Of(IReadOnlyList<ManifestObject> objects)
    {
        var rendered = objects.Select(item => (item.Kind, item.Name)).ToHashSet();
        var found = new List<ExternalReference>();
        foreach (var item in objects.Where(item => item.Kind is not ("Role" or "ClusterRole")))
        {
            ConfigNameFields.Visit((JsonObject)item.Json.DeepClone(), (kind, name) =>
            {
                if (!rendered.Contains((kind, name)))
                {
                    found.Add(new ExternalReference(kind, name, item.ToString()));
                }

                return null;
            });
        }

        return [.. found.Distinct().OrderBy(one => one.Kind, StringComparer.Ordinal).ThenBy(one => one.Name, StringComparer.Ordinal).ThenBy(one => one.UsedBy, StringComparer.Ordinal)];
    }
}
