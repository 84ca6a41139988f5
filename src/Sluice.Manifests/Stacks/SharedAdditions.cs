using System.Text.Json.Nodes;
using Sluice.Manifests.Json;

namespace Sluice.Manifests.Stacks;

/// <summary>What may be added to an object that serves without taking anything from the release that uses it. Pure.</summary>
internal static class SharedAdditions
{
    /// <summary>The serving object with the ports, paths and permissions that only the next one has.</summary>
    public static ManifestObject To(ManifestObject serving, ManifestObject next)
    {
        var json = (JsonObject)serving.Json.DeepClone();
        switch (serving.Kind)
        {
            case "Service":
                Add(json.At("spec", "ports"), next.Json.At("spec", "ports"), IsSamePort);
                break;
            case "Ingress":
                AddPaths(json, next.Json);
                break;
            case "NetworkPolicy":
                // A list that is absent permits nothing, or everything: not for us to make one.
                Add(json.At("spec", "ingress"), next.Json.At("spec", "ingress"), IsSame);
                Add(json.At("spec", "egress"), next.Json.At("spec", "egress"), IsSame);
                break;
            default:
                break;
        }

        return serving with { Json = json };
    }

    private static void AddPaths(JsonObject serving, JsonObject next)
    {
        if (serving.At("spec", "rules") is not JsonArray rules)
        {
            return;
        }

        foreach (var rule in next.At("spec", "rules").Objects())
        {
            if (rules.Objects().FirstOrDefault(known => known["host"].Text() == rule["host"].Text()) is { } same)
            {
                Add(same.At("http", "paths"), rule.At("http", "paths"), IsSamePath);
            }
            else
            {
                rules.Add(rule.DeepClone());
            }
        }
    }

    private static void Add(JsonNode? serving, JsonNode? next, Func<JsonObject, JsonObject, bool> isSame)
    {
        if (serving is not JsonArray list)
        {
            return;
        }

        foreach (var item in next.Objects())
        {
            if (!list.Objects().Any(known => isSame(known, item)))
            {
                list.Add(item.DeepClone());
            }
        }
    }

    // Neither a name nor a number may come twice.
    private static bool IsSamePort(JsonObject one, JsonObject other) =>
        one["name"].Text() == other["name"].Text()
        || (JsonNode.DeepEquals(one["port"], other["port"]) && (one["protocol"].Text() ?? "TCP") == (other["protocol"].Text() ?? "TCP"));

    private static bool IsSamePath(JsonObject one, JsonObject other) =>
        one["path"].Text() == other["path"].Text() && one["pathType"].Text() == other["pathType"].Text();

    private static bool IsSame(JsonObject one, JsonObject other) => CanonicalJson.Write(one) == CanonicalJson.Write(other);
}
