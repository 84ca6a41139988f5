using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Readiness;

namespace Sluice.Kubernetes.Stacks;

/// <summary>An autoscaler that may not go below what its stack has, and what it said before. Pure.</summary>
internal static class HeldAutoscaler
{
    /// <summary>Whether it sizes the Deployment of this name.</summary>
    public static bool Sizes(JsonObject scaler, string deployment)
    {
        JsonNode? target = scaler["spec"]?["scaleTargetRef"];
        return Json.Text(target?["kind"]) == "Deployment" && Json.Text(target?["name"]) == deployment;
    }

    /// <summary>Whether it is held, and nobody has let it go lower since.</summary>
    public static bool IsHeld(JsonObject scaler) => Read(scaler) is { } note && Minimum(scaler) >= Json.Int(note["pods"]);

    /// <summary>The patch that holds it; null where it is held enough.</summary>
    /// <param name="scaler">As it is.</param>
    /// <param name="pods">What it may not go below.</param>
    /// <param name="exactly">Whether it may not go above either, as the pods of an adopted Deployment are to stay those that they are.</param>
    public static JsonObject? Hold(JsonObject scaler, int pods, bool exactly)
    {
        (int min, int max) = (Minimum(scaler), Maximum(scaler));
        JsonObject? before = Read(scaler);
        int least = exactly ? Math.Max(pods, before is null ? 0 : min) : Math.Max(pods, min);
        int most = exactly ? least : Math.Max(max, least);
        if (before is not null && (min, max) == (least, most) && Json.Int(before["pods"]) == least)
        {
            return null;
        }

        // What it said first is what it gets back, however often it is held anew.
        var note = new JsonObject
        {
            ["min"] = before is null ? min : Json.Int(before["min"], 1),
            ["max"] = before is null ? max : Json.Int(before["max"], max),
            ["pods"] = least,
        };
        JsonObject patch = StackNotes.Patch((StackNotes.Held, note.ToJsonString()));
        patch["spec"] = Bounds(least, most);
        return patch;
    }

    /// <summary>The patch that gives back what it said; null where it is not held. A minimum that someone has set since stays.</summary>
    public static JsonObject? Release(JsonObject scaler)
    {
        if (StackNotes.Of(scaler, StackNotes.Held).Length == 0)
        {
            return null;
        }

        JsonObject patch = StackNotes.Patch((StackNotes.Held, null));
        if (Read(scaler) is { } note && Minimum(scaler) == Json.Int(note["pods"]))
        {
            patch["spec"] = Bounds(Json.Int(note["min"], 1), Json.Int(note["max"], Maximum(scaler)));
        }

        return patch;
    }

    private static JsonObject Bounds(int min, int max) => new() { ["minReplicas"] = min, ["maxReplicas"] = max };

    private static int Minimum(JsonObject scaler) => Json.Int(scaler["spec"]?["minReplicas"], 1);

    private static int Maximum(JsonObject scaler) => Json.Int(scaler["spec"]?["maxReplicas"], 1);

    private static JsonObject? Read(JsonObject scaler)
    {
        string note = StackNotes.Of(scaler, StackNotes.Held);
        try
        {
            return note.Length == 0 ? null : JsonNode.Parse(note) as JsonObject;
        }
        catch (JsonException)
        {
            // Written by hand: as good as none.
            return null;
        }
    }
}
