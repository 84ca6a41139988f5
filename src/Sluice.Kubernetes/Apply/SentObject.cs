using System.Text.Json.Nodes;
using Sluice.Manifests.Versions;

namespace Sluice.Kubernetes.Apply;

/// <summary>Prepares objects for sending and compares what comes back. Pure.</summary>
internal static class SentObject
{
    // Written by the server; applying them would claim or contradict what is not ours.
    private static readonly string[] ServerMetadata = ["managedFields", "resourceVersion", "uid", "creationTimestamp", "generation", "selfLink"];

    /// <summary>The object as it is applied: without status and without what the server writes.</summary>
    /// <param name="target">Not changed.</param>
    /// <param name="ns">The namespace to say in it; empty for none.</param>
    public static JsonObject For(ApplyTarget target, string ns)
    {
        JsonObject body = Copy(target.Json);
        body.Remove("status");
        ExplicitProtocols.Fill(body);
        if (body["metadata"] is JsonObject metadata)
        {
            foreach (string key in ServerMetadata)
            {
                metadata.Remove(key);
            }

            if (ns.Length > 0)
            {
                metadata["namespace"] = ns;
            }
        }

        return body;
    }

    /// <summary>Whether two states of an object differ in anything but status and bookkeeping.</summary>
    public static bool Same(JsonObject a, JsonObject b) => JsonNode.DeepEquals(Comparable(a), Comparable(b));

    public static string ResourceVersion(JsonObject json) => json["metadata"]?["resourceVersion"]?.GetValue<string>() ?? "";

    private static JsonObject Comparable(JsonObject json)
    {
        JsonObject copy = Copy(json);
        copy.Remove("status");

        // Items of a list carry neither; the list does.
        copy.Remove("apiVersion");
        copy.Remove("kind");
        if (copy["metadata"] is JsonObject metadata)
        {
            metadata.Remove("managedFields");
            metadata.Remove("resourceVersion");
            metadata.Remove("generation");
        }

        return copy;
    }

    private static JsonObject Copy(JsonObject json) => (JsonObject)json.DeepClone();
}
