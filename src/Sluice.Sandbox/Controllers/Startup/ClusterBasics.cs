using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Controllers.Startup;

/// <summary>What every cluster has before anyone asks: the first namespaces and the node.</summary>
internal static class ClusterBasics
{
    /// <summary>The only node.</summary>
    public const string NodeName = "sandbox";

    public static void Ensure(IObjectStore store, string address, DateTimeOffset now)
    {
        foreach (string name in (ReadOnlySpan<string>)["default", "kube-system"])
        {
            store.Create(new ResourceKey(Resources.Namespaces, "", name), new JsonObject
            {
                ["kind"] = "Namespace",
                ["apiVersion"] = "v1",
                ["status"] = new JsonObject { ["phase"] = "Active" },
            });
        }

        var key = new ResourceKey(Resources.Nodes, "", NodeName);
        store.Create(key, new JsonObject
        {
            ["kind"] = "Node",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject
            {
                ["labels"] = new JsonObject { ["kubernetes.io/hostname"] = NodeName, ["kubernetes.io/os"] = "linux" },
            },
            ["spec"] = new JsonObject(),
        });
        if (store.Get(key) is { } node)
        {
            var next = node.Copy();
            next["status"] = Status(address, now);
            store.Update(key, next);
        }
    }

    private static JsonObject Status(string address, DateTimeOffset now)
    {
        var room = new JsonObject
        {
            ["cpu"] = Environment.ProcessorCount.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["memory"] = $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1024}Ki",
            ["pods"] = "4000",
        };
        var ready = Conditions.Next(null, "Ready", true, "KubeletReady", "the sandbox's kubelet runs pods as local processes", now);
        ready["lastHeartbeatTime"] = now.Stamp();
        return new JsonObject
        {
            ["capacity"] = room,
            ["allocatable"] = room.DeepClone(),
            ["conditions"] = new JsonArray(ready),
            ["addresses"] = new JsonArray(
                new JsonObject { ["type"] = "InternalIP", ["address"] = address },
                new JsonObject { ["type"] = "Hostname", ["address"] = NodeName }),
            ["nodeInfo"] = new JsonObject
            {
                ["kubeletVersion"] = "v1.32.0-sluice",
                ["operatingSystem"] = "linux",
                ["architecture"] = System.Runtime.InteropServices.RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant(),
                ["osImage"] = "Sluice sandbox",
                ["kernelVersion"] = Environment.OSVersion.Version.ToString(),
                ["containerRuntimeVersion"] = "process://1",
            },
        };
    }
}
