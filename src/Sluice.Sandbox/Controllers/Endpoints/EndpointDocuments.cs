using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;

namespace Sluice.Sandbox.Controllers.Endpoints;

/// <summary>The Endpoints and EndpointSlice objects of a Service.</summary>
internal static class EndpointDocuments
{
    public static JsonObject Endpoints(JsonObject service, IReadOnlyList<EndpointGroup> groups)
    {
        var document = new JsonObject { ["kind"] = "Endpoints", ["apiVersion"] = "v1", ["metadata"] = Metadata(service, service.Name()) };
        var subsets = groups.Select(Subset).OfType<JsonObject>().ToList();
        if (subsets.Count > 0)
        {
            document["subsets"] = subsets.ToJson();
        }

        return document;
    }

    public static JsonObject Slice(JsonObject service, EndpointGroup group)
    {
        string suffix = Names.Hash(string.Join(',', group.Ports))[..5];
        var metadata = Metadata(service, Names.WithSuffix(service.Name(), suffix));
        var labels = metadata.Ensure("labels");
        labels["kubernetes.io/service-name"] = service.Name();
        labels["endpointslice.kubernetes.io/managed-by"] = "endpointslice-controller.k8s.io";
        return new JsonObject
        {
            ["kind"] = "EndpointSlice",
            ["apiVersion"] = "discovery.k8s.io/v1",
            ["metadata"] = metadata,
            ["addressType"] = "IPv4",
            ["endpoints"] = group.Pods.Select(SliceEndpoint).ToJson(),
            ["ports"] = Ports(group),
        };
    }

    private static JsonObject? Subset(EndpointGroup group)
    {
        var subset = new JsonObject();
        foreach (var half in group.Pods.Where(p => !p.IsTerminating || p.IsReady).GroupBy(p => p.IsReady))
        {
            subset[half.Key ? "addresses" : "notReadyAddresses"] = half.Select(Address).ToJson();
        }

        if (subset.Count == 0)
        {
            return null;
        }

        subset["ports"] = Ports(group);
        return subset;
    }

    private static JsonArray Ports(EndpointGroup group) => group.Ports.Select(p =>
    {
        var port = new JsonObject { ["port"] = p.Port, ["protocol"] = p.Protocol };
        if (p.Name is not null)
        {
            port["name"] = p.Name;
        }

        return port;
    }).ToJson();

    private static JsonObject Address(EndpointPod pod) => new()
    {
        ["ip"] = pod.Address,
        ["nodeName"] = pod.Pod.Text("spec", "nodeName"),
        ["targetRef"] = Target(pod),
    };

    private static JsonObject SliceEndpoint(EndpointPod pod) => new()
    {
        ["addresses"] = new JsonArray(pod.Address),
        ["conditions"] = new JsonObject
        {
            ["ready"] = pod.IsReady,
            ["serving"] = Conditions.IsTrue(pod.Pod.At("status"), "Ready"),
            ["terminating"] = pod.IsTerminating,
        },
        ["nodeName"] = pod.Pod.Text("spec", "nodeName"),
        ["targetRef"] = Target(pod),
    };

    private static JsonObject Target(EndpointPod pod) => new()
    {
        ["kind"] = "Pod",
        ["namespace"] = pod.Pod.Namespace(),
        ["name"] = pod.Pod.Name(),
        ["uid"] = pod.Pod.Uid(),
    };

    private static JsonObject Metadata(JsonObject service, string name) => new()
    {
        ["name"] = name,
        ["namespace"] = service.Namespace(),
        ["labels"] = service.Labels().ToJson(),
        ["ownerReferences"] = new JsonArray(Owners.ControllerReference(service, "v1", "Service")),
    };
}
