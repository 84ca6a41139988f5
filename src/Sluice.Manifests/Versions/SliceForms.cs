using System.Text.Json.Nodes;
using Sluice.Manifests.Json;

namespace Sluice.Manifests.Versions;

/// <summary>EndpointSlices of v1beta1 hold an endpoint's zone, and whatever else is said of its place, in one map of labels.</summary>
internal static class SliceForms
{
    private const string ZoneLabel = "topology.kubernetes.io/zone";
    private const string NodeLabel = "kubernetes.io/hostname";

    public static void ToBeta(JsonObject value, List<string> obstacles)
    {
        foreach (var endpoint in value["endpoints"].Objects())
        {
            var topology = endpoint["deprecatedTopology"] as JsonObject;
            endpoint.Remove("deprecatedTopology");
            if (endpoint["zone"] is { } zone)
            {
                topology ??= [];
                topology[ZoneLabel] = zone.DeepClone();
                endpoint.Remove("zone");
            }

            if (topology is not null)
            {
                endpoint["topology"] = topology;
            }
        }
    }

    public static void FromBeta(JsonObject value, List<string> obstacles)
    {
        foreach (var endpoint in value["endpoints"].Objects())
        {
            if (endpoint["topology"] is not JsonObject topology)
            {
                continue;
            }

            endpoint.Remove("topology");
            Take(topology, ZoneLabel, endpoint, "zone");
            Take(topology, NodeLabel, endpoint, "nodeName");
            if (topology.Count > 0)
            {
                endpoint["deprecatedTopology"] = topology;
            }
        }
    }

    private static void Take(JsonObject topology, string label, JsonObject endpoint, string field)
    {
        if (topology[label] is { } found)
        {
            topology.Remove(label);
            endpoint[field] ??= found;
        }
    }
}
