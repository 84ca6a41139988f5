using System.Text.Json.Nodes;
using Sluice.Manifests;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Traffic;

/// <summary>A lane whose objects all say where they are: manifests may leave that to the environment. Pure.</summary>
internal static class PlacedLane
{
    public static Lane Of(Lane lane) => lane.Pointers.All(p => p.Rendered.Namespace.Length > 0) && lane.Routes.All(r => r.Namespace.Length > 0)
        ? lane
        : lane with
        {
            Pointers = [.. lane.Pointers.Select(p => p with { Rendered = Of(p.Rendered, lane.Namespace) })],
            Routes = [.. lane.Routes.Select(r => Of(r, lane.Namespace))],
        };

    private static ManifestObject Of(ManifestObject item, string ns)
    {
        if (item.Namespace.Length > 0)
        {
            return item;
        }

        var json = (JsonObject)item.Json.DeepClone();
        json["metadata"]!["namespace"] = ns;
        return item with { Json = json };
    }
}
