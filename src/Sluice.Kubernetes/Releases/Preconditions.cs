using System.Text.Json.Nodes;
using Sluice.Kubernetes.Readiness;

namespace Sluice.Kubernetes.Releases;

/// <summary>Binds a delete to the object that was looked at: another one of that name, or a changed one, stays.</summary>
internal static class Preconditions
{
    /// <summary>DeleteOptions with uid and resourceVersion.</summary>
    public static JsonObject Of(JsonObject live) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "DeleteOptions",
        ["propagationPolicy"] = "Background",
        ["preconditions"] = new JsonObject
        {
            ["uid"] = Json.Text(live["metadata"]?["uid"]),
            ["resourceVersion"] = Json.Text(live["metadata"]?["resourceVersion"]),
        },
    };
}
