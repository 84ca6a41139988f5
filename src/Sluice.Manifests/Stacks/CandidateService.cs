using System.Text.Json.Nodes;
using Sluice.Manifests.Json;

namespace Sluice.Manifests.Stacks;

/// <summary>The second Service of weighted routers. Pure.</summary>
public static class CandidateService
{
    /// <summary>What makes a Service known outside of the cluster, or belongs to one Service alone.</summary>
    private static readonly string[] s_ownToTheFirst =
    [
        "type", "clusterIPs", "externalIPs", "externalName", "externalTrafficPolicy", "healthCheckNodePort", "loadBalancerIP", "loadBalancerClass",
        "loadBalancerSourceRanges", "allocateLoadBalancerNodePorts",
    ];

    /// <summary>The ports of the pointer, the pods of one stack, an address inside the cluster only.</summary>
    public static ManifestObject Of(ServicePointer service, StackMark mark)
    {
        var json = (JsonObject)service.Rendered.Json.DeepClone();
        var metadata = json.MapAt("metadata");
        metadata["name"] = StackNames.Candidate(service.Rendered.Name);
        // They speak to load balancers and name servers, which must not learn of a second one.
        metadata.Remove("annotations");
        metadata.MapAt("labels")[Releases.SluiceLabels.Service] = service.Service;
        var spec = json.MapAt("spec");
        foreach (var field in s_ownToTheFirst)
        {
            spec.Remove(field);
        }

        if (spec["clusterIP"].Text() != "None")
        {
            spec.Remove("clusterIP");
        }

        foreach (var port in spec["ports"].Objects())
        {
            port.Remove("nodePort");
        }

        spec["selector"] = new JsonObject(service.To(mark).Selector.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));
        return service.Rendered with { Json = json };
    }
}
