using System.Text.Json.Nodes;
using Sluice.Manifests.Json;

namespace Sluice.Manifests.Versions;

/// <summary>
/// Writes <c>protocol: TCP</c> where a port leaves it out. The protocol is part of the key by which servers tell the ports of
/// one list apart, and older ones do not fill in the default before they look for the key.
/// </summary>
public static class ExplicitProtocols
{
    private static readonly string[] s_containerLists = ["containers", "initContainers", "ephemeralContainers"];

    /// <param name="value">Any object; changed in place.</param>
    public static void Fill(JsonObject value)
    {
        var spec = value["spec"] as JsonObject;
        switch (value["kind"].Text())
        {
            case "Service":
                Ports(spec?["ports"]);
                break;
            case "Pod":
                Pod(spec);
                break;
            case "Deployment" or "ReplicaSet" or "StatefulSet" or "DaemonSet" or "Job" or "ReplicationController":
                Pod(spec.At("template", "spec"));
                break;
            case "CronJob":
                Pod(spec.At("jobTemplate", "spec", "template", "spec"));
                break;
            case "PodTemplate":
                Pod(value.At("template", "spec"));
                break;
        }
    }

    private static void Pod(JsonNode? spec)
    {
        foreach (var list in s_containerLists)
        {
            foreach (var container in spec.At(list).Objects())
            {
                Ports(container["ports"]);
            }
        }
    }

    private static void Ports(JsonNode? ports)
    {
        foreach (var port in ports.Objects())
        {
            port["protocol"] ??= "TCP";
        }
    }
}
